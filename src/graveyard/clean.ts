import type { Lesson } from "./model.ts";

/**
 * Makes a lesson safe to write. Its texts come from failing tests, whose output anybody may shape: they must not end
 * their fence, forge an entry, hide text, or grow without bound. Cleaning twice changes nothing more.
 */
export function cleanLesson(lesson: Lesson): Lesson {
  return {
    ...lesson,
    title: cleanLine(lesson.title, 120) || "Untitled",
    category: lesson.category.replace(/\W/g, "").slice(0, 40) || "LogicError",
    date: lesson.date.replace(/[^\d-]/g, "").slice(0, 10),
    test: cleanLine(lesson.test, 300),
    whatWentWrong: cleanProse(lesson.whatWentWrong),
    wrongCode: cleanCode(lesson.wrongCode),
    correctCode: cleanCode(lesson.correctCode),
    lessonLearned: cleanProse(lesson.lessonLearned),
    howToAvoid: cleanProse(lesson.howToAvoid),
  };
}

/** Controls, invisible, private and unassigned characters, lone surrogates, the blank braille letter. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Longer texts are cut before anything else is done with them. */
const MAX_INPUT = 20_000;

function visible(text: string): string {
  return text
    .slice(0, MAX_INPUT)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .split("\n")
    .map((line) => line.replace(/\t/g, "    ").replace(INVISIBLE, "").trimEnd())
    .join("\n");
}

/** One line of plain text: for titles and node ids. */
export function cleanLine(text: string, length: number): string {
  const line = withoutComments(
    visible(text)
      .replace(/[\s`]+/g, " ")
      .trim(),
  );
  return cut(line, length).replace(/^[#\s]+|[#\s]+$/g, "");
}

const MAX_PROSE = 2000;
const MAX_CODE = 4000;
const MAX_CODE_LINES = 60;

/** Paragraphs in which no line is anything but text. */
function cleanProse(text: string): string {
  const lines = withoutComments(visible(text)).split("\n").map(asText);
  return cut(
    lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    MAX_PROSE,
  );
}

/** Markdown that starts a heading, fence, rule, HTML block, metadata or note is written with a backslash. */
function asText(line: string): string {
  const text = line.trim();
  const isMarkup = /^(#|```|~~~|<|--|=+$|-$|([-*_] *){3,}$|[-*+ ]*\*\*)/.test(text);
  return isMarkup ? `\\${text}` : text;
}

/** `<!--` hides what follows, and `-->` ends somebody else's comment. */
function withoutComments(text: string): string {
  return text.replace(/<!-*/g, "< !").replace(/--+>/g, "- >");
}

/** Code keeps its lines, but none that reads as Markdown's structure; cut code does not parse, so it never matches. */
function cleanCode(text: string): string {
  const lines = withoutComments(visible(text))
    .replace(/^\n+|\n+$/g, "")
    .split("\n")
    .map((line) =>
      line.replace(/^( {0,3})#{2,}/, "$1#").replace(/^ {0,3}(?=```|~~~|---|\*\*\*|___)/, "    "),
    );
  const isCut = lines.at(-1) === CUT || text.length > MAX_INPUT;
  const whole = (lines.at(-1) === CUT ? lines.slice(0, -1) : lines).join("\n");
  const kept = whole.split("\n").slice(0, MAX_CODE_LINES).join("\n").slice(0, MAX_CODE).trimEnd();
  return isCut || kept.length < whole.length ? `${kept}\n${CUT}` : kept;
}

const CUT = "… cut here";

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`
    : text;
}
