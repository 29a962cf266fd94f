import { beforeAll, describe, expect, it } from "vitest";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { bind, code } from "./bound.ts";
import { suiteOf } from "./support.ts";

/** What a helper of some other suite would prove. */

describe("a helper of another suite", () => {
  let python: PythonParser;
  beforeAll(async () => {
    python = await loadPython();
  });

  const VM =
    'class Vm:\n    """A virtual machine."""\n\n    def restart(self) -> None:\n        """Restart it."""\n';
  const suite = (helpers: string, errors = ""): ReturnType<typeof suiteOf> =>
    suiteOf(python, {
      "libs/vm.py": VM,
      "libs/errors.py": errors,
      "tests/conftest.py":
        'import pytest\nfrom libs.vm import Vm\n\n@pytest.fixture\ndef running_vm() -> Vm:\n    """Running VM."""\n',
      "utilities/vm.py": `from libs.vm import Vm\n\n${helpers}`,
    });
  const drafted = (helpers: string, expected: string): string =>
    code(bind({ expected: [expected] }, "tests/test_it.py", suite(helpers)));

  it.each([
    ["list[Part]", "class Part:\n    pass\n"],
    ["list", ""],
    ["dict[str, Part]", "class Part:\n    pass\n"],
    ["Part", "class Part:\n    pass\n"],
    ["timedelta", ""],
    ["list[Part]", "@dataclass(eq=False)\nclass Part:\n    name: str\n"],
  ])("that returns %s does not show that nothing changed", (type, definition) => {
    const helpers = `${definition}\ndef get_${type.startsWith("list") || type.startsWith("dict") ? "parts" : "part"}(vm: Vm) -> ${type}: ...\n`;
    const noun =
      type.startsWith("list") || type.startsWith("dict") ? "Parts of the VM are" : "Part of the VM is";
    expect(drafted(helpers, `${noun} unchanged`)).toContain("nothing in the suite shows this");
  });

  it.each([
    ["list[Part]", "@dataclass(frozen=True)\nclass Part:\n    name: str\n"],
    ["list[Part]", "class Part(NamedTuple):\n    name: str\n"],
    ["list[Part]", "class Part:\n    def __eq__(self, other): ...\n"],
    ["tuple[Part, ...]", "class Part(StrEnum):\n    A = 'a'\n"],
    ["dict[str, list[int]]", ""],
  ])("that returns %s does: %s", (type, definition) => {
    const body = drafted(
      `${definition}\ndef get_parts(vm: Vm) -> ${type}: ...\n`,
      "Parts of the VM are unchanged",
    );
    expect(body).toContain("vm_parts_after == vm_parts_before");
  });

  it("that only counts events is asked before and after; one that only looks is not used", () => {
    const looks =
      "def wait_for_event(vm: Vm, reason: str) -> None: ...\n\ndef has_event(vm: Vm, reason: str) -> bool: ...\n";
    const outcome = 'Event "Restarted" is written about the VM';
    expect(drafted(looks, outcome)).toContain("tells a new event from one that was there before");
    const body = drafted(`${looks}\ndef count_events(vm: Vm, reason: str) -> int: ...\n`, outcome);
    expect(body).toContain("assert restarted_events_after > restarted_events_before");
  });

  it("that waits for an event in vain shows that there is none", () => {
    const waits = "def wait_for_no_event(vm: Vm, reason: str) -> None: ...\n";
    expect(drafted(waits, 'Event "Restarted" is not written about the VM')).toContain(
      'wait_for_no_event(vm=running_vm, reason="Restarted")',
    );
  });

  it("that looks for an event once does not", () => {
    const looks = "def verify_no_event(vm: Vm, reason: str) -> None: ...\n";
    expect(drafted(looks, 'Event "Restarted" is not written about the VM')).toContain("nothing in the suite");
  });

  it.each([
    [
      "its status",
      "class ApiError(Exception): ...\n\nclass RefusedError(ApiError):\n    status = 409\n",
      true,
    ],
    ["its docstring", 'class RefusedError(Exception):\n    """Request refused (409)."""\n', true],
    [
      "its name",
      'class ApiError(Exception): ...\n\nclass ConflictError(ApiError):\n    """Request refused."""\n',
      true,
    ],
    ["nothing", 'class RefusedError(Exception):\n    """Request refused."""\n', false],
    ["a status of the server", 'class RefusedError(Exception):\n    """Request refused (503)."""\n', false],
    ["an error of the caller", 'class InvalidError(ValueError):\n    """Request refused."""\n', false],
  ])("whose error says by %s that it is a refusal", (_, errors, stands) => {
    const bound = bind(
      { negative: true, steps: ["Attempt to restart the VM"], expected: ["Request is refused"] },
      "tests/test_it.py",
      suite("", errors),
    );
    expect({ ok: bound.ok, code: code(bound) }).toMatchObject({ ok: stands });
  });
});
