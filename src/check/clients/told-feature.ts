/** What is told of a feature that some mail programs do not know. */
export interface ToldFeature {
  /** As an author writes it. */
  readonly name: string;
  /** What readers there see instead: finishes "Readers there …". */
  readonly sees: string;
  /** What does the same everywhere. */
  readonly instead: string;
}
