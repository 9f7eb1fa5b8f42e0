import { type Language, languages } from '#kernel';

/** Norwegian without a variety, and Nynorsk, are answered in Bokmål, which their readers read. */
const alike: Readonly<Record<string, Language>> = { no: 'nb', nn: 'nb' };

const spoken = (tag: string): Language | undefined => {
  const primary = tag.split('-', 1)[0]!;
  return languages.find((language) => language === primary) ?? alike[primary];
};

const fallback: Language = 'en';

/** The language that the reader likes best of those that Wavebook speaks (RFC 9110, Accept-Language); English when none. */
export const negotiateLanguage = (header: unknown): Language => {
  if (typeof header !== 'string') return fallback;
  const wanted = header
    .slice(0, 1_000)
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((each) => each.trim());
      const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
      return { language: tag === '*' ? fallback : spoken(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return wanted.find(({ language }) => language !== undefined)?.language ?? fallback;
};
