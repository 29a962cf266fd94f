/** Names that mean the same in every Python file, so a snippet never uses them as placeholders. */
const BUILTINS = new Set(
  (
    "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex " +
    "delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help " +
    "hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord " +
    "pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type " +
    "vars zip self cls __file__ __name__ __class__ ArithmeticError AssertionError AttributeError BaseException " +
    "ConnectionError EOFError Ellipsis Exception ExceptionGroup FileExistsError FileNotFoundError ImportError " +
    "IndexError KeyError KeyboardInterrupt LookupError ModuleNotFoundError NameError NotImplemented " +
    "NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration " +
    "SyntaxError SystemExit TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeError ValueError " +
    "Warning ZeroDivisionError DeprecationWarning RuntimeWarning UserWarning"
  ).split(" "),
);

/** Modules that snippets use without importing them. */
const MODULES = new Set(
  (
    "ast asyncio base64 collections contextlib copy csv datetime functools hashlib io ipaddress itertools json " +
    "kubernetes logging math os pathlib pexpect pytest random re requests secrets shlex shutil socket string " +
    "subprocess sys tempfile threading time typing unittest urllib uuid yaml"
  ).split(" "),
);

export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name);
}

/** Can this name be a placeholder in a snippet: lower case, and neither a builtin nor a well-known module? */
export function looksLocal(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name) && name !== "_" && !BUILTINS.has(name) && !MODULES.has(name);
}
