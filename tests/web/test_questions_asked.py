"""How often a page asks the database: at most twelve times, whoever looks at whatever page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import addresses as every
from tests.web.conftest import Enter
from tests.web.world import World

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.mark.parametrize("place", range(len(every.ROLES)), ids=every.ROLES)
def test_no_page_asks_more_than_twelve_times(world: World, enter: Enter, place: int) -> None:
    client, many = enter(every.ROLES[place]), {}
    for address, statuses in every.ADDRESSES:
        if statuses[place] != 200 or every.NO_PAGE.search(address):
            continue
        path = every.filled(world, address)
        client.get(path)  # judged and indexed once, for whoever comes first
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        if len(asked) > MOST:
            many[address] = len(asked)
    assert many == {}
