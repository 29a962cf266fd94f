import { describe } from "vitest";
import { acceptsBodies, refusesBodies } from "./support.ts";

const RESET = "reset_vm(vm=vm)";
const CHECK = 'assert vm.status == "Running"';
const BODY = `${RESET}\n${CHECK}`;

/** The check inside the block that `head` opens. */
const inside = (head: string, tail = ""): string => `${RESET}\n${head}\n    ${CHECK}${tail}`;

describe("a check that may not run", () => {
  refusesBodies([
    ["under a condition", BODY, inside("if vm.ready:"), "condition-added"],
    ["under `if False`", BODY, inside("if False:"), "condition-added"],
    ["in an `else`", BODY, inside("if vm.ready:\n    pass\nelse:"), "condition-added"],
    [
      "in a `case`",
      BODY,
      `${RESET}\nmatch vm.status:\n    case "Running":\n        ${CHECK}`,
      "condition-added",
    ],
    ["in a loop over nothing", BODY, inside("for _ in []:"), "loop-added"],
    ["in a loop over what may be nothing", BODY, inside("for _ in vm.pods:"), "loop-added"],
    ["in a `while`", BODY, inside("while vm.busy:"), "loop-added"],
    ["in a nested function", BODY, inside("def later():"), "step-moved"],
    ["in an `except`", BODY, inside("try:\n    vm.sync()\nexcept KeyError:"), "condition-added"],
    ["after a return", BODY, `${RESET}\nreturn\n${CHECK}`, "early-exit-added"],
    [
      "after a return under a condition",
      BODY,
      `${RESET}\nif vm.busy:\n    return\n${CHECK}`,
      "early-exit-added",
    ],
    ["after a raise", BODY, `${RESET}\nraise KeyError\n${CHECK}`, "early-exit-added"],
    ["in a generator", BODY, `${BODY}\nif False:\n    yield`, "control-flow-added"],
    ["with the condition changed", inside("if vm.ready:"), inside("if vm.absent:"), "condition-added"],
    ["with the condition turned", inside("if vm.ready:"), inside("if not vm.ready:"), "condition-added"],
    [
      "with a break before it",
      "for pod in vm.pods:\n    assert pod.ready",
      "for pod in vm.pods:\n    break\n    assert pod.ready",
      "early-exit-added",
    ],
    [
      "with a continue before it",
      "for pod in vm.pods:\n    assert pod.ready",
      "for pod in vm.pods:\n    if pod.old:\n        continue\n    assert pod.ready",
      "early-exit-added",
    ],
    [
      "for fewer turns of its loop",
      "for pod in vm.pods:\n    assert pod.ready",
      "for pod in vm.pods[:1]:\n    assert pod.ready",
      "loop-added",
    ],
    [
      "for one turn of its loop",
      "for pod in vm.pods:\n    assert pod.ready",
      "pod = vm.pods[0]\nassert pod.ready",
      "loop-removed",
    ],
    [
      "for other turns of its loop",
      "for pod in vm.pods:\n    assert pod.ready",
      "pods = []\nfor pod in pods:\n    assert pod.ready",
      "loop-added",
    ],
  ]);
});

describe("a failure that is hidden", () => {
  refusesBodies([
    ["by try/except/pass", BODY, inside("try:", "\nexcept AssertionError:\n    pass"), "exception-swallowed"],
    [
      "by try/except around a step",
      BODY,
      `try:\n    ${RESET}\nexcept Exception:\n    pass\n${CHECK}`,
      "exception-swallowed",
    ],
    ["by suppress", BODY, inside("with contextlib.suppress(AssertionError):"), "exception-swallowed"],
    ["by another context", BODY, inside("with quiet():"), "block-added"],
    ["by raises(AssertionError)", BODY, inside("with pytest.raises(AssertionError):"), "raises-body-changed"],
    ["by leaving in `finally`", BODY, inside("try:", "\nfinally:\n    return"), "early-exit-added"],
    [
      "by a wider except",
      inside("try:", "\nexcept KeyError:\n    pass"),
      inside("try:", "\nexcept Exception:\n    pass"),
      "exception-swallowed",
    ],
  ]);
});

describe("flow that changes nothing", () => {
  acceptsBodies([
    ["comments and blank lines", BODY, `# first\n\n${RESET}  # reset\n\n\n# then\n${CHECK}`],
    ["a cleanup in `finally`", BODY, `try:\n    ${RESET}\n    ${CHECK}\nfinally:\n    vm.sync()`],
    ["new checks in a loop of their own", BODY, `${BODY}\nfor pod in vm.pods:\n    assert pod.ready`],
    [
      "a new negative check",
      BODY,
      `${BODY}\nwith pytest.raises(ForbiddenError):\n    unprivileged_client.get()`,
    ],
    ["an early return taken out", `if vm.old:\n    return\n${BODY}`, BODY],
    [
      "another loop variable",
      "for pod in vm.pods:\n    assert pod.ready",
      "for item in vm.pods:\n    assert item.ready",
    ],
    ["statements on one line", BODY, `${RESET}; ${CHECK}`],
    ["a type annotation", `answer = ${RESET}\nassert answer`, `answer: bool = ${RESET}\nassert answer`],
  ]);
});
