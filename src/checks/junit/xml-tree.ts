import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { inputError } from "../../errors.ts";
import { guardXml } from "./xml-guard.ts";
import { decodeReferences, decodeXml } from "./xml-text.ts";

/** An element with its attributes and own text decoded, in document order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Own text and CDATA, without that of children; at most `TEXT_LIMIT` characters, like each attribute. */
  readonly text: string;
}

/** Longest text kept of one element or attribute, in characters. */
export const TEXT_LIMIT = 64 * 1024;

const TEXT = "#text";
const CDATA = "#cdata";
const ATTRIBUTES = ":@";

/**
 * `preserveOrder` puts every element into a list, so that one child and many look alike and attempts of a test keep
 * their order. Values stay strings; references are decoded by us, because the parser leaves `&#10;` as it is.
 */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
});

const Nodes = z.array(z.record(z.string(), z.unknown()));
const Attributes = z.record(z.string(), z.string()).default({});
type Node = z.infer<typeof Nodes>[number];

/**
 * The root element of an XML document that came from outside.
 * Throws `TestgenError` with code `junit.encoding`, `junit.doctype`, `junit.entity`, `junit.too-complex` or
 * `junit.invalid-xml`; a file that was cut off anywhere is invalid.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const text = decodeXml(bytes);
  guardXml(text);
  let nodes: readonly Node[];
  try {
    const valid = XMLValidator.validate(text);
    if (valid !== true) throw new Error(`line ${valid.err.line}: ${valid.err.msg}`);
    nodes = Nodes.parse(parser.parse(text));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 300) : String(cause);
    throw inputError({ code: "junit.invalid-xml", message: `not well-formed XML: ${why}`, cause });
  }
  const root = nodes.map(elementOf).find((element) => element !== undefined);
  if (root === undefined) {
    throw inputError({ code: "junit.invalid-xml", message: "there is no root element" });
  }
  return root;
}

function elementOf(node: Node): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES);
  if (name === undefined || name === TEXT || name === CDATA) return undefined;
  const attributes = new Map<string, string>();
  for (const [key, value] of Object.entries(Attributes.parse(node[ATTRIBUTES]))) {
    attributes.set(key, decodeReferences(value.slice(0, TEXT_LIMIT)));
  }
  const inner = Nodes.parse(node[name]);
  return {
    name,
    attributes,
    children: inner.map(elementOf).filter((child) => child !== undefined),
    text: inner.map(textOf).join("").slice(0, TEXT_LIMIT),
  };
}

function textOf(node: Node): string {
  const text = node[TEXT];
  if (typeof text === "string") return decodeReferences(text.slice(0, TEXT_LIMIT));
  if (node[CDATA] === undefined) return "";
  return Nodes.parse(node[CDATA])
    .map((part) => String(part[TEXT] ?? ""))
    .join("");
}
