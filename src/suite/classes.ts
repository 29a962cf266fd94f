import { summaryOf } from "../python/literals.ts";
import type { PythonClassDef, PythonModule } from "../python/module.ts";
import type { PythonClass } from "./model.ts";
import { bareName } from "./types.ts";

/** The public classes of one file. */
export function classesOf(file: string, module: string, source: PythonModule): PythonClass[] {
  return source.classes
    .filter(({ name }) => name.split(".").every((part) => !part.startsWith("_")))
    .map((definition) => ({
      module,
      name: definition.name,
      bases: definition.bases,
      comparable: isComparable(definition, source),
      status: statusOf(definition, source),
      doc: summaryOf(definition.doc),
      file,
      line: definition.line,
    }));
}

const DATA = /^(?:\w+\.)?(?:dataclass|define|frozen|mutable|attrs|s)\b/;
const NO_EQ = /\beq\s*=\s*False\b/;
const VALUE_BASES = new Set(["NamedTuple", "TypedDict", "BaseModel", "Enum", "StrEnum", "IntEnum"]);

/** Python compares objects by identity unless the class says otherwise. */
const isComparable = ({ name, bases, decorators }: PythonClassDef, { functions }: PythonModule): boolean =>
  decorators.some((text) => DATA.test(text) && !NO_EQ.test(text)) ||
  bases.some((base) => VALUE_BASES.has(bareName(base))) ||
  functions.some(({ qualname }) => qualname === `${name}.__eq__`);

const STATUS = /^(?:status|status_code|http_status|code|STATUS|STATUS_CODE|HTTP_STATUS|CODE)$/;

function statusOf({ name }: PythonClassDef, { assignments }: PythonModule): number | null {
  const own = assignments.find(
    (one) => one.name.startsWith(`${name}.`) && STATUS.test(one.name.slice(name.length + 1)),
  );
  return own !== undefined && /^[1-5]\d\d$/.test(own.value) ? Number(own.value) : null;
}
