/** Which test examples are shown: some at equal distances, or those that are predicted worst or best. */
export const chosenExamples = ['spread', 'worst', 'best'] as const;

export type ChosenExamples = (typeof chosenExamples)[number];
