import type { Fixture } from "../../../suite/model.ts";
import type { Import } from "../bind/model.ts";

/**
 * Why these imports cannot stand in one file with those already taken, or null: one name from two modules, or a fixture
 * that hides what is imported.
 */
export function clashes(
  imports: readonly Import[],
  taken: readonly Import[],
  fixtures: readonly Pick<Fixture, "name">[],
): string | null {
  for (const { module, name } of imports) {
    const other = [...taken, ...imports].find(
      (one) => name !== "" && one.name === name && one.module !== module,
    );
    if (other) return `two modules of the suite offer ${name}: ${other.module} and ${module}`;
    if (fixtures.some((fixture) => fixture.name === name))
      return `${name} of ${module} has the name of a fixture`;
  }
  return null;
}
