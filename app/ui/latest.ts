/** The newest question wins: one is in flight, the newest one waits for it, those between are never asked. A wheel turns and a
 *  pointer moves faster than the worker answers for a long run. */

export interface Latest<Question, Answer> {
  /** The answer; null for a question that a newer one replaced while it waited, and for one that was dropped. An answer
   *  arrives although a newer question waits: what is shown follows the hand. */
  ask(question: Question): Promise<Answer | null>;
  /** Drops the question that waits and the answer to the one in flight. */
  drop(): void;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly settle: (answer: Answer | null) => void;
  readonly fail: (reason: unknown) => void;
}

export function latest<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
): Latest<Question, Answer> {
  let waiting: Waiting<Question, Answer> | null = null;
  let busy = false;
  let drops = 0;

  async function run(): Promise<void> {
    busy = true;
    for (let next = take(); next; next = take()) {
      const asked = drops;
      try {
        const answer = await ask(next.question);
        next.settle(asked === drops ? answer : null);
      } catch (reason) {
        next.fail(reason);
      }
    }
    busy = false;
  }

  function take(): Waiting<Question, Answer> | null {
    const next = waiting;
    waiting = null;
    return next;
  }

  return {
    ask: (question) =>
      new Promise((settle, fail) => {
        take()?.settle(null);
        waiting = { question, settle, fail };
        if (!busy) void run();
      }),
    drop() {
      drops++;
      take()?.settle(null);
    },
  };
}
