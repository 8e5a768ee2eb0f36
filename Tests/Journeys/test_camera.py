"""The way by face with the page's own camera: a person's picture comes through Chromium's capture device."""

import subprocess

import pytest
from house import House
from visit import Visit


@pytest.fixture(scope="module")
def camera_house():
    house = House(EGRET_TERMINAL_CAMERA="page").start_all()
    yield house
    house.stop()


def film(house, citizen):
    """A second of the citizen's face, as Chromium's fake camera plays it."""
    picture = house.state / "face.jpg"
    picture.write_bytes(house.get(f"{house.sandbox_url}/faces/{citizen['faceID']}/7.jpg"))
    film = house.state / "face.mjpeg"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-loop", "1", "-i", picture, "-t", "1", "-r", "10", "-q:v", "2", film],
        check=True)
    return film


def test_a_face_before_the_real_capture_path_is_recognised(camera_house, playwright):
    house = camera_house
    citizen = house.citizen("chen-jing")
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium-headless-shell",
        args=[
            "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film(house, citizen)}",
        ])
    visit = Visit(house, browser, {"width": 1080, "height": 1920})
    visit.page.goto(house.url + "/")
    visit.begin("police/temporary-identity-proof")
    visit.lay_card(citizen)
    visit.choose_face()
    visit.read_card()
    visit.page.locator('[data-camera-state="ready"]').wait_for(state="visible")
    visit.page.wait_for_timeout(500)
    visit.take_picture()

    assert "/questions/" in visit.page.url, visit.text()
    assert not visit.troubles
    browser.close()
