import { z } from 'zod';

/** A measured number, as JSON holds it: one that is not finite is written as null, and read as NaN. */
export const measuredNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
