export const exampleParts = ['train', 'validation', 'test'] as const;
export type ExamplePart = (typeof exampleParts)[number];
