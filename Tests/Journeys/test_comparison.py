"""The city portal's catalogue beside ours: imported by command, looked at and decided about at the desk."""

import csv
import io
import json

import pytest

from test_desk import officer, somebody, system  # noqa: F401: fixtures
from test_reach import sound


@pytest.fixture(scope="module")
def operator(house, chromium, officer, system):  # noqa: F811
    desk = somebody(house, chromium, officer, system, "郑运营", "operator")
    yield desk
    desk.leave()


def test_a_broken_table_is_named_by_its_line_and_changes_nothing(house, tmp_path):
    table = tmp_path / "portal.csv"
    table.write_text('TASK_NAME,TASK_CODE,DEPT_NAME\n甲,A1,局\n乙,"A2,局\n')
    answer = house.run("catalogue", "import", str(table))
    assert answer.returncode == 1
    assert "line 3: a quote that is never closed" in answer.stdout

    answer = house.run("catalogue", "import", house.sandbox_url + "/portal/catalogues/troubled-more-pages")
    assert answer.returncode == 1
    assert "is empty" in answer.stdout
    assert house.run("catalogue", "compare").returncode != 0, "nothing was imported"


@pytest.fixture(scope="module")
def supervisor(house, chromium, officer, system):  # noqa: F811
    desk = somebody(house, chromium, officer, system, "赵主管", "supervisor")
    yield desk
    desk.leave()


def test_an_operator_reads_and_a_supervisor_decides(house, operator, supervisor):
    page = operator.page
    page.goto(operator.url + "/catalogue/portal")
    assert "egret catalogue import" in page.inner_text("main")
    house.command("catalogue", "import", house.sandbox_url + "/portal/catalogues/i-xiamen")

    page.goto(operator.url + "/catalogue/portal")
    sound(page)
    assert "made-up sample" in page.inner_text("main")
    page.locator("main p a", has_text="One there, several here").click()
    rows = page.locator("main tbody tr")
    assert 0 < rows.count() < 50
    assert all("One there, several here" in row for row in rows.all_inner_texts())
    rows.first.locator("a").click()
    sound(page)
    assert page.locator("main table").count() > 1, "a table for each pair"
    assert page.locator('form[action="/catalogue/portal/decisions"]').count() == 0

    address = page.url
    page = supervisor.page
    page.goto(address)
    page.locator('input[name="verdict"][value="keep"]').check()
    page.fill("#reason", "Old people come for it")
    supervisor.press("/catalogue/portal/decisions")
    page.wait_for_url(supervisor.url + "/catalogue/portal/item?key=*")
    assert "Old people come for it" in page.inner_text(".notice")
    sound(page)

    report = json.loads(house.command("catalogue", "compare", "--json"))
    decided = [finding for finding in report["findings"] if finding["decided"]]
    assert len(decided) == 1 and decided[0]["proposal"] == "keep"
    lines = list(csv.reader(io.StringIO(house.command("catalogue", "compare", "--csv"))))
    assert len(lines) == len(report["findings"]) + 1


def test_who_may_not_decide_is_not_asked(house, system):  # noqa: F811
    answer = system.page.goto(system.url + "/catalogue/portal")
    assert answer.status == 403
