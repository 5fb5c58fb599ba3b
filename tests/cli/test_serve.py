"""`mingdeng serve`: a taken port is said before anything starts; the links let people in."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from mingdeng.cli.serve import port_problem, run

LABELS = ("支部书记", "普通党员", "机关党委办公室", "党组书记", "纪检干部", "工委工作人员")
STARTED = "已启动"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_told_with_what_to_do(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--port", str(taken)]) == 3
    said = capsys.readouterr().err
    assert f"端口 {taken} 已被占用" in said
    assert f"--port {taken + 1}" in said


def test_a_port_beyond_all_ports_is_told() -> None:
    assert port_problem("127.0.0.1", 70_000) is not None


def test_the_demo_lets_six_people_in_and_stops_when_told(tmp_path: Path) -> None:
    with started(tmp_path, "--demo") as (process, said):
        links = dict(re.findall(r"  (\S+?)（\S+）\n    (http\S+)", said))
        assert tuple(links) == LABELS
        for link in links.values():
            page = signed_in(link)
            assert "今天" in page
            assert "退出" not in page
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_the_first_start_prints_a_code_that_makes_the_administrators(tmp_path: Path) -> None:
    with started(tmp_path) as (process, said):
        assert "/sign-in/" not in said
        (url,) = re.findall(r"http\S+/setup/", said)
        (code,) = re.findall(r"初始化码：(\S+)", said)
        names = {"system": "xitong", "security": "anquan", "audit": "shenji"}
        assert "管理员已建立" in sent(url, {"code": code, **names})
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _open(urllib.request.build_opener(), url)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


class started:  # noqa: N801 - reads as a sentence in a with statement
    """The command on a free port with data of its own, until the block ends."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = os.environ | {"MINGDENG_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mingdeng", "serve", "--port", str(port), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if STARTED in line:
                break
        return self.process, said

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


def signed_in(link: str) -> str:
    """Press the button of a link; the page one lands on."""
    return sent(link, {})


def sent(url: str, fields: dict[str, str]) -> str:
    """Open a form and send it; the page one lands on."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = _open(opener, url)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
    return _open(opener, url, data)


def _open(opener: urllib.request.OpenerDirector, url: str, data: bytes | None = None) -> str:
    """The server answers a moment after the command says so."""
    for attempt in range(50):
        try:
            with opener.open(url, data, timeout=30) as response:
                assert isinstance(response, http.client.HTTPResponse)
                return response.read().decode()
        except urllib.error.HTTPError:
            raise
        except (ConnectionError, urllib.error.URLError):
            if attempt == 49:
                raise
            time.sleep(0.2)
    raise AssertionError(url)
