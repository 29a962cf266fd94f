/**
 * Code to append to a test module: each test is ended, with its teardown, when it takes longer than it may. It stands in
 * the module itself because nothing else is sure to reach pytest through whatever command starts it. `pytest.fail` raises
 * no `Exception`, so that no retry loop swallows it.
 * @param limits seconds by the part of the node id behind the file
 */
export const timeLimit = (limits: ReadonlyMap<string, number>): string => `

import signal as _testgen_signal

import pytest as _testgen_pytest

_TESTGEN_LIMITS = ${JSON.stringify(Object.fromEntries(limits))}


def _testgen_out_of_time(signum, frame):
    _testgen_pytest.fail("Out of time")


@_testgen_pytest.fixture(autouse=True)
def _testgen_time_limit(request):
    name = request.node.nodeid.split("::", 1)[-1].split("[")[0]
    _testgen_signal.signal(_testgen_signal.SIGALRM, _testgen_out_of_time)
    _testgen_signal.setitimer(_testgen_signal.ITIMER_REAL, _TESTGEN_LIMITS.get(name, 0))
    yield
    _testgen_signal.setitimer(_testgen_signal.ITIMER_REAL, 0)
`;
