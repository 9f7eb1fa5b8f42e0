import { InvalidArgumentError } from 'commander';

/** Takes a pseudonym from the command line. @throws InvalidArgumentError */
export const pseudonym = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{2,63}$/.test(text))
    throw new InvalidArgumentError('A pseudonym has 3 to 64 letters a–z, digits and hyphens, such as actor-1f2e3d4c.');
  return text;
};
