import { personal } from '#kernel';
import { z } from 'zod';

/** The kinds of field that inputs and events are made of. Lengths are in UTF-16 code units after NFC normalisation. */
export const lineLengthMax = 200;
export const textLengthMax = 10_000;
export const uriLengthMax = 2_000;
export const emailLengthMax = 254;
export const countMax = 10_000_000;

export const id = z.uuid();
/** The number that people cite: `D-1`, `W-3`. */
export const ref = z.string().regex(/^[A-Z]-[1-9]\d*$/);
/** Is it such a number? In small letters, too, as people type it. */
export const isRef = (text: string): boolean => /^[A-Za-z]-\d{1,9}$/.test(text);
export const line = z.string().min(1).max(lineLengthMax);
export const text = z.string().min(1).max(textLengthMax);
export const email = z.email().max(emailLengthMax);
export const date = z.iso.date();
/** A share between 0 and 1. */
export const share = z.number().min(0).max(1);
export const count = z.int().min(0).max(countMax);

/** A person in a role. The title is public; the name, where there is one, is sealed under the person's own key. */
export const roleHolder = z.strictObject({
  title: line,
  personId: id.optional(),
  name: personal(line).optional(),
  email: personal(email).optional(),
});
export type RoleHolder = z.output<typeof roleHolder>;

/** A role holder as it goes into an event: whoever is named gets an id, under which the name is sealed. */
export const named = <Input extends { title: string; name?: string | undefined; email?: string | undefined }>(
  { title, name, email: address }: Input,
  newId: () => string,
): RoleHolder =>
  name || address ? { title, personId: newId(), ...(name && { name }), ...(address && { email: address }) } : { title };
