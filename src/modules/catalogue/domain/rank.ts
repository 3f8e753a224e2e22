/** Something to be found: its words, the weightier ones first. */
export interface Findable<T> {
  readonly thing: T;
  /** Its name. */
  readonly title: string;
  /** Everything else that is said about it. */
  readonly text: string;
}

const inTitle = 3;
const inText = 1;
/** Shorter beginnings fit nearly anything. */
const shortestStem = 4;

/**
 * Things that share words with the question, best first, ties in the given order. A word fits one that begins with it or, when a person types
 * more than the word ("jalanan" for "jalan"), one it begins with. An empty question finds everything.
 */
export function rank<T>(question: string, things: readonly Findable<T>[]): readonly T[] {
  const asked = [...new Set(wordsOf(question))].slice(0, 12);
  if (asked.length === 0) return question.trim() === "" ? things.map(({ thing }) => thing) : [];
  return things
    .map(({ thing, title, text }) => {
      const [titleWords, textWords] = [wordsOf(title), wordsOf(text)];
      const points = asked.map((word) => (fits(word, titleWords) ? inTitle : fits(word, textWords) ? inText : 0));
      return { thing, points: points.reduce<number>((sum, each) => sum + each, 0) };
    })
    .filter(({ points }) => points > 0)
    .sort((left, right) => right.points - left.points)
    .map(({ thing }) => thing);
}

function fits(word: string, words: readonly string[]): boolean {
  return words.some((known) => known.startsWith(word) || (known.length >= shortestStem && word.startsWith(known)));
}

/** Words without case and accents; single letters say nothing. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1);
}
