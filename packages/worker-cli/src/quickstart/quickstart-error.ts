/** Something that a person can put right: said in one sentence, without a stack. */
export class QuickstartError extends Error {
  override readonly name = 'QuickstartError';
}
