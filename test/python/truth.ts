import type { PythonModule } from "../../src/python/module.ts";
import { askPython } from "./python3.ts";

/** What Python's own parser says about files, in the shape of `readModule`; calls and errors are not asked for. */
export type ModuleTruth = Omit<PythonModule, "calls" | "errorLine">;

const SCRIPT = `
import ast, inspect

def source(text, node):
    return None if node is None else ast.get_source_segment(text, node)

def doc(node):
    raw = ast.get_docstring(node, clean=False)
    if raw is None:
        return ""
    return "\\n".join(line.rstrip() for line in inspect.cleandoc(raw).split("\\n")).strip("\\n")

def parameters(text, args):
    def one(arg, kind, default=None):
        return {"name": arg.arg, "type": source(text, arg.annotation), "default": source(text, default), "kind": kind}
    plain = args.posonlyargs + args.args
    defaults = [None] * (len(plain) - len(args.defaults)) + args.defaults
    found = [one(arg, "positional", default) for arg, default in zip(plain, defaults)]
    found += [one(args.vararg, "varargs")] if args.vararg else []
    found += [one(arg, "keyword", default) for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
    return found + ([one(args.kwarg, "varkwargs")] if args.kwarg else [])

def read(text):
    tree = ast.parse(text)
    found = {"doc": doc(tree), "imports": [], "functions": [], "classes": [], "assignments": []}

    def definition(node):
        decorators = [source(text, each) for each in node.decorator_list]
        return {"doc": doc(node), "decorators": decorators, "line": node.lineno, "endLine": node.end_lineno}

    def walk(body, scope):
        for node in body:
            qualname = scope + getattr(node, "name", "") if hasattr(node, "name") else scope
            if isinstance(node, ast.Import):
                for name in node.names:
                    found["imports"].append({"module": name.name, "name": None, "as": name.asname or name.name, "line": node.lineno})
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                for name in node.names:
                    found["imports"].append({"module": module, "name": name.name, "as": name.asname or name.name, "line": node.lineno})
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found["functions"].append({"qualname": qualname, "parameters": parameters(text, node.args), "returns": source(text, node.returns), **definition(node)})
            elif isinstance(node, ast.ClassDef):
                found["classes"].append({"name": qualname, "bases": [source(text, base) for base in node.bases], **definition(node)})
                walk(node.body, qualname + ".")
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and node.value is not None:
                        found["assignments"].append({"name": scope + target.id, "value": source(text, node.value), "line": node.lineno})
            else:
                blocks = [getattr(node, name, []) for name in ("body", "cases", "handlers", "orelse", "finalbody")]
                for block in blocks:
                    for part in block if isinstance(block, list) else []:
                        walk(part.body if isinstance(part, (ast.ExceptHandler, ast.match_case)) else [part], scope)

    walk(tree.body, "")
    return found

answer = {path: read(text) for path, text in data.items()}
`;

/** Reads valid Python files with Python's `ast`, in one process. */
export const askAst = (files: ReadonlyMap<string, string>): Record<string, ModuleTruth> =>
  askPython(SCRIPT, Object.fromEntries(files));
