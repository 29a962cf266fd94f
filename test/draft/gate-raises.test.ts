import { describe, expect, it } from "vitest";
import { acceptsBodies, judgeBody, NODE_ID, type Options, refusesBodies } from "./support.ts";

const FORBIDDEN = 'with pytest.raises(ForbiddenError, match="exceeded quota"):\n    vm.deploy()';
const edited = (from: string, to: string): string => FORBIDDEN.replace(from, to);

describe("pytest.raises that expects less", () => {
  refusesBodies([
    ["removed", FORBIDDEN, "vm.deploy()", "negative-inverted"],
    [
      "removed, another one kept",
      `${FORBIDDEN}\nwith pytest.raises(KeyError):\n    vm.get()`,
      "vm.deploy()\nwith pytest.raises(KeyError):\n    vm.get()",
      "raises-removed",
    ],
    ["widened to Exception", FORBIDDEN, edited("ForbiddenError", "Exception"), "raises-widened"],
    ["widened to BaseException", FORBIDDEN, edited("ForbiddenError", "BaseException"), "raises-widened"],
    [
      "widened to a tuple",
      FORBIDDEN,
      edited("ForbiddenError", "(ForbiddenError, ValueError)"),
      "raises-widened",
    ],
    ["widened to a known base", FORBIDDEN, edited("ForbiddenError", "ApiException"), "raises-widened"],
    [
      "widened to a base of Python",
      "with pytest.raises(KeyError):\n    vm.get()",
      "with pytest.raises(LookupError):\n    vm.get()",
      "raises-widened",
    ],
    [
      "widened through a local name",
      FORBIDDEN,
      `problem = Exception\n${edited("ForbiddenError", "problem")}`,
      "raises-widened",
    ],
    ["an error with an odd name", FORBIDDEN, edited("ForbiddenError", "constructor"), "raises-changed"],
    [
      "another error without evidence",
      FORBIDDEN,
      edited("ForbiddenError", "NotFoundError"),
      "raises-changed",
    ],
    [
      "a more specific error without evidence",
      FORBIDDEN,
      edited("ForbiddenError", "QuotaExceededError"),
      "raises-changed",
    ],
    ["match removed", FORBIDDEN, edited(', match="exceeded quota"', ""), "match-removed"],
    ["match=None", FORBIDDEN, edited('"exceeded quota"', "None"), "match-removed"],
    ["match loosened to .*", FORBIDDEN, edited('"exceeded quota"', '".*"'), "match-loosened"],
    ["match shortened", FORBIDDEN, edited('"exceeded quota"', '"quota"'), "match-loosened"],
    ["match made optional", FORBIDDEN, edited('"exceeded quota"', '"(exceeded quota)?"'), "match-loosened"],
    [
      "match with an alternative",
      FORBIDDEN,
      edited('"exceeded quota"', '"exceeded quota|"'),
      "match-loosened",
    ],
    ["match in any case", FORBIDDEN, edited('"exceeded quota"', '"(?i)exceeded quota"'), "match-loosened"],
    [
      "match replaced by the observed text",
      FORBIDDEN,
      edited('"exceeded quota"', '"not allowed"'),
      "expected-changed",
    ],
    [
      "replaced by suppress",
      FORBIDDEN,
      edited('pytest.raises(ForbiddenError, match="exceeded quota")', "contextlib.suppress(ForbiddenError)"),
      "negative-inverted",
    ],
  ]);
});

describe("the body of pytest.raises", () => {
  refusesBodies([
    ["emptied", FORBIDDEN, edited("vm.deploy()", "pass"), "empty-raises"],
    [
      "the action moved behind it",
      FORBIDDEN,
      `${edited("vm.deploy()", "pass")}\nvm.deploy()`,
      "raises-body-changed",
    ],
    [
      "a step moved in",
      `vm.stop()\n${FORBIDDEN}`,
      edited("    vm.deploy()", "    vm.stop()\n    vm.deploy()"),
      "raises-body-changed",
    ],
    [
      "a step added",
      FORBIDDEN,
      edited("    vm.deploy()", "    vm.stop()\n    vm.deploy()"),
      "raises-body-changed",
    ],
    [
      "an assertion moved in",
      `${FORBIDDEN}\nassert vm.absent`,
      `${FORBIDDEN}\n    assert vm.absent`,
      "raises-body-changed",
    ],
    [
      "the action replaced by the error",
      FORBIDDEN,
      edited("vm.deploy()", 'raise ForbiddenError("exceeded quota")'),
      "early-exit-added",
    ],
    ["another action", FORBIDDEN, edited("vm.deploy()", "vm.delete()"), "step-removed"],
    [
      "the action made conditional",
      FORBIDDEN,
      edited("vm.deploy()", "vm.ready and vm.deploy()"),
      "condition-added",
    ],
    [
      "a read replaced",
      "with pytest.raises(ForbiddenError):\n    _ = vm.status",
      "with pytest.raises(ForbiddenError):\n    _ = fake.status",
      "step-changed",
    ],
    [
      "a positive step turned negative",
      "vm.deploy()\nassert vm.ready",
      "with pytest.raises(ForbiddenError):\n    vm.deploy()\nassert vm.ready",
      "raises-body-changed",
    ],
    [
      "two blocks made one",
      "with pytest.raises(KeyError):\n    vm.a()\nwith pytest.raises(KeyError):\n    vm.b()",
      "with pytest.raises(KeyError):\n    vm.a()\n    vm.b()",
      "raises-removed",
    ],
    [
      "what is read from the error",
      "with pytest.raises(ForbiddenError) as error:\n    vm.deploy()\nassert error.value.status == 403",
      "with pytest.raises(ForbiddenError) as error:\n    vm.deploy()\nassert error",
      "comparison-weakened",
    ],
  ]);
});

describe("pytest.raises that stays as strict", () => {
  acceptsBodies([
    ["match added", edited(', match="exceeded quota"', ""), FORBIDDEN],
    ["match made longer", FORBIDDEN, edited("exceeded quota", "exceeded quota: single-vm")],
    [
      "a tuple narrowed",
      "with pytest.raises((KeyError, ValueError)):\n    vm.get()",
      "with pytest.raises(KeyError):\n    vm.get()",
    ],
    [
      "another name for the error",
      "with pytest.raises(KeyError) as error:\n    vm.get()\nassert error.value.args",
      "with pytest.raises(KeyError) as info:\n    vm.get()\nassert info.value.args",
    ],
    [
      "an argument named",
      "with pytest.raises(KeyError):\n    get(vm)",
      "with pytest.raises(KeyError):\n    get(vm=vm)",
    ],
  ]);
});

describe("evidence that the product refuses with another error", () => {
  const allowed = (to: string, nodeid = NODE_ID): Options => ({
    allow: [{ kind: "raises-type", nodeid, from: "ForbiddenError", to }],
    exceptionBases: {
      ForbiddenError: ["RefusedError"],
      RefusedError: ["Exception"],
      QuotaError: ["RefusedError"],
    },
  });
  const rules = (to: string, options: Options): string[] =>
    judgeBody(FORBIDDEN, edited("ForbiddenError", to), options).reasons.map((reason) => reason.rule);

  it("lets a sibling stand in its place", () => {
    expect(rules("QuotaError", allowed("QuotaError"))).toEqual([]);
  });

  it("covers every parameter of the test", () => {
    expect(rules("QuotaError", allowed("QuotaError", `${NODE_ID}[start]`))).toEqual([]);
  });

  it("never allows a wider error", () => {
    expect(rules("RefusedError", allowed("RefusedError"))).toEqual(["raises-widened"]);
    expect(rules("Exception", allowed("Exception"))).toEqual(["raises-widened"]);
    expect(rules("(ForbiddenError, QuotaError)", allowed("QuotaError"))).toEqual(["raises-widened"]);
  });

  it("counts for the named test and error only", () => {
    expect(rules("QuotaError", allowed("QuotaError", "tests/other.py::test_other"))).toEqual([
      "raises-changed",
    ]);
    expect(rules("OtherError", allowed("QuotaError"))).toEqual(["raises-changed"]);
  });

  it("does not allow the message to go with it", () => {
    const after = "with pytest.raises(QuotaError):\n    vm.deploy()";
    const decision = judgeBody(FORBIDDEN, after, allowed("QuotaError"));
    expect(decision.reasons.map((reason) => reason.rule)).toEqual(["match-removed"]);
  });
});

describe("errors of the suite", () => {
  it("sees a base through several classes", () => {
    const exceptionBases = { ForbiddenError: ["ClientError"], ClientError: ["SuiteError"] };
    const decision = judgeBody(FORBIDDEN, edited("ForbiddenError", "SuiteError"), { exceptionBases });
    expect(decision.reasons.map((reason) => reason.rule)).toEqual(["raises-widened"]);
  });
});
