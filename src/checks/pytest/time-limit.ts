/** Module name of the plugin. */
export const TIME_LIMIT_PLUGIN = "testgen_time_limit";

/**
 * A pytest plugin that ends a test which takes longer than it may, and lets its teardown run. The limits stand beside it
 * in `limits.json`: seconds by node id. `pytest.fail` raises no `Exception`, so that no retry loop swallows it.
 */
export const TIME_LIMIT_SOURCE = `import json
import signal
from pathlib import Path

import pytest

LIMITS = json.loads(Path(__file__).with_name("limits.json").read_text())


def _out_of_time(signum, frame):
    pytest.fail("Out of time")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    seconds = LIMITS.get(item.nodeid.split("[")[0], max(LIMITS.values()))
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
`;
