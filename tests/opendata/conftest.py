"""Each test keeps the files of the organ in a folder of its own: several run at once."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of attachments and uploads."""
    folder: Path = tmp_path_factory.mktemp("files")
    default = settings.STORAGES["default"]
    options = {**default["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}
    return folder
