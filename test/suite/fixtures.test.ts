import { describe, expect, it } from "vitest";
import type { Fixture } from "../../src/suite/model.ts";
import { indexOf } from "./suites.ts";

async function onlyFixture(source: string, file = "conftest.py"): Promise<Fixture> {
  const { fixtures } = await indexOf({ [file]: source });
  expect(fixtures).toHaveLength(1);
  const [fixture] = fixtures;
  if (fixture === undefined) throw new Error("no fixture");
  return fixture;
}

describe("a fixture", () => {
  it("is read from its decorator, signature and docstring", async () => {
    const source = `
import pytest

@pytest.fixture(scope="module", autouse=True)
def running_vm(namespace, *, client) -> Generator[VirtualMachine, None, None]:
    """Running VM
    of the module.

    Deleted afterwards.
    """
`;
    expect(await onlyFixture(source, "tests/virt/conftest.py")).toEqual({
      name: "running_vm",
      file: "tests/virt/conftest.py",
      line: 5,
      scope: "module",
      autouse: true,
      params: ["namespace", "client"],
      type: "VirtualMachine",
      doc: "Running VM of the module.",
      visibleFrom: "tests/virt",
    });
  });

  it.each([
    "@pytest.fixture",
    "@pytest.fixture()",
    "@fixture",
    "@pytest_asyncio.fixture",
    "@pt.fixture",
    "@pytest.fixture  # noqa: PT004",
    "@other\n@pytest.fixture",
    "@pytest.fixture(  # why\n    params=[1, 2],  # name='x', scope='session'\n)",
    "@pytest.fixture(params=[dict(name='x', scope='session', autouse=True)])",
    '@pytest.fixture(ids=[\'name="x", autouse=True, scope="session"\'])',
    "@pytest.fixture(loop_scope='session')",
    "@pytest.fixture(scope=decide)",
  ])("is function-scoped and named like its function with %j", async (decorator) => {
    expect(await onlyFixture(`${decorator}\ndef vm(): ...\n`)).toMatchObject({
      name: "vm",
      scope: "function",
      autouse: false,
    });
  });

  it.each([
    ["@pytest.fixture(name='vm', scope=\"session\")", "vm", "session"],
    ["@pytest.fixture(\n    scope='class',\n    name=\"vm\",\n)", "vm", "class"],
    ["@fixture(params=['a,b', ')'], scope = 'package')", "make_vm", "package"],
  ])("takes name and scope from %j", async (decorator, name, scope) => {
    expect(await onlyFixture(`${decorator}\ndef make_vm(): ...\n`)).toMatchObject({ name, scope });
  });

  it.each([
    "@pytest.mark.usefixtures('vm')",
    "@my_fixture",
    "@fixture_of(1)",
    "@fixtures.vm",
    "@pytest.fixture_name",
  ])("is not what %j decorates", async (decorator) => {
    expect((await indexOf({ "conftest.py": `${decorator}\ndef vm(): ...\n` })).fixtures).toEqual([]);
  });

  it("asks for its parameters without a default", async () => {
    const asked = async (definition: string): Promise<readonly string[]> =>
      (await onlyFixture(definition.replaceAll("|", "\n"))).params;
    expect(await asked("@pytest.fixture|def vm(a, b: int, c=1, *args, d, e=2, **kwargs): ...")).toEqual([
      "a",
      "b",
      "d",
    ]);
    expect(await asked("class C:|    @pytest.fixture|    def vm(this, a): ...")).toEqual(["a"]);
    expect(await asked("class C:|    @pytest.fixture|    @staticmethod|    def vm(a, b): ...")).toEqual([
      "a",
      "b",
    ]);
  });
});
