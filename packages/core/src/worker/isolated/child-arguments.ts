// With which options of Node.js the process of an isolated handler starts: those of this process, so that loaders (for
// TypeScript, say) work there too, but for those that belong to one process alone.

/** Options that stand in one word: a debugger's port can be opened once, and the others go with what this process runs. */
const OF_THIS_PROCESS = /^--(inspect|input-type|watch|eval=|print=)/;
/** Code given on the command line, which would run again instead of the handler. The code is the next word. */
const WITH_CODE = /^(-e|--eval|-p|--print|-pe)$/;

/** @param memoryMb the most that the JavaScript heap may take */
export function childArguments(own: readonly string[], memoryMb: number | undefined): string[] {
  const kept = own.filter(
    (word, i) => !OF_THIS_PROCESS.test(word) && !WITH_CODE.test(word) && !WITH_CODE.test(own[i - 1] ?? ''),
  );
  // The last one counts.
  return memoryMb === undefined ? kept : [...kept, `--max-old-space-size=${memoryMb}`];
}
