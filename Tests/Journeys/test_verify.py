"""Anybody with a paper in hand learns whether it is genuine: by its code, by its square, by its file."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from visit import Visit, qr_code

SERVICE = "police/temporary-identity-proof"


@pytest.fixture(scope="module")
def paper(house, chromium):
    visit = Visit(house, chromium, {"width": 1080, "height": 1920})
    visit.reset()
    citizen = house.somebody()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    visit.answer_questions()
    visit.submit()
    visit.press_print()
    visit.leave()
    return citizen, house.papers()[-1]


@pytest.fixture
def page(house, chromium):
    context = chromium.new_context(locale="en")
    page = context.new_page()
    page.goto(house.public_url + "/verify")
    yield page
    context.close()


def said(page):
    return page.locator("main").inner_text()


def test_by_code(page, paper):
    citizen, path = paper
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", text).group()

    page.locator("input[name=code]").fill(code.lower())
    page.locator("input[name=code]").press("Enter")
    page.wait_for_load_state()

    assert "genuine" in said(page).lower()
    assert citizen["number"] not in said(page)
    assert citizen["name"] not in said(page)


def test_by_the_square_on_the_paper(page, house, paper, tmp_path):
    _, path = paper
    subprocess.run(["pdftoppm", "-png", "-r", "150", "-singlefile", path, tmp_path / "page"], check=True)
    square = qr_code(tmp_path / "page.png")
    assert square.startswith(house.public_url + "/verify#EGRET1.")

    page.goto("about:blank")
    page.goto(square)
    expect(page.locator("main")).to_contain_text("genuine", ignore_case=True)


def test_by_file_and_one_changed_byte(page, house, paper, tmp_path):
    _, path = paper
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button").click()
    page.wait_for_load_state()
    assert "genuine" in said(page).lower()

    bytes_ = bytearray(path.read_bytes())
    bytes_[len(bytes_) // 3] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(bytes_)
    page.goto(house.public_url + "/verify")
    page.locator("input[type=file]").set_input_files(changed)
    page.locator("form:has(input[type=file]) button").click()
    page.wait_for_load_state()
    assert "altered" in said(page).lower() or "changed" in said(page).lower(), said(page)


def test_an_unknown_code_is_said_so(page):
    page.locator("input[name=code]").fill("0000-0000-0000-0000")
    page.locator("input[name=code]").press("Enter")
    page.wait_for_load_state()

    assert "We know of no such paper" in said(page)
