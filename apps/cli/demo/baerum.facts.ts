import type { Evidence } from '#kernel';

/**
 * What is publicly known of Bærum's “Digital skolehverdag” (2014–2018): schools, decisions, dates, figures. Everything
 * else in the demo is made up from a fixed seed and marked `synthetic` in its evidence; so are the days on which the ledger
 * learns things.
 */
export const pilotSchools = {
  first: ['Bekkestua skole', 'Jong skole', 'Grav skole'],
  second: ['Vøyenenga skole', 'Gjettum skole'],
} as const;

/** The ten schools of the decision of 25 November 2015; a list from before the decision had nine, without Emma Hjorth. */
export const tenSchools = [
  'Mølladammen skole',
  'Ringstabekk skole',
  'Ramstad skole',
  'Høvik Verk skole',
  'Hosle skole',
  'Eiksmarka skole',
  'Emma Hjorth skole',
  'Jar skole',
  'Snarøya skole',
  'Gullhaug skole',
] as const;
export const addedByTheDecision = 'Emma Hjorth skole';

/** The last ten, 2018. */
export const lastSchools = [
  'Anna Krefting skole',
  'Haug skole',
  'Haslum skole',
  'Hosletoppen skole',
  'Levre skole',
  'Lommedalen skole',
  'Lysaker skole',
  'Glassverket skole',
  'Sandviksbukta skole',
  'Skarva skole',
] as const;

/** The names of the schools in between are not public; these stand in for them. */
export const middleSchools = Array.from({ length: 16 }, (_, at) => `Skole ${String.fromCharCode(65 + at)} (syntetisk)`);

/** No schools, and not in the programme's scope: what is left to pick up when it is over. */
export const kindergartens = ['Barnehage 1 (syntetisk)', 'Barnehage 2 (syntetisk)'] as const;

/** Pupils at all schools together when the last ones had got their tablets. */
export const pupilsInAll = 16_254;

export const evidence = {
  tenSchools: {
    title: 'Sak 15/152042, Hovedutvalg for barn og unge, 25. november 2015 (enstemmig)',
    evidenceDate: '2015-11-25',
  },
  allSchools: { title: 'Kommunestyret, 21. juni 2017: alle skoler innen utgangen av 2018', evidenceDate: '2017-06-21' },
  evaluation2017: { title: 'Rambøll: evaluering av digital skolehverdag, mai 2017', evidenceDate: '2017-05-31' },
  evaluation2018: { title: 'Rambøll: evaluering av digital skolehverdag, juni 2018', evidenceDate: '2018-06-30' },
  startInAutumn: { title: 'Omtale av piloten: «høsten 2014»' },
  startAtNewYear: { title: 'Omtale av piloten: «1. januar 2015»' },
  nineSchools: { title: 'Liste fra før vedtaket, med ni skoler' },
  laterStart: { title: 'Bærum kommune, senere omtale: start høsten 2016' },
  pupils: { title: 'Bærum kommune, 2018: 16 254 elever ved skolene i alt' },
  municipality: { title: 'Bærum kommune: omtale av digital skolehverdag' },
} as const satisfies Record<string, Evidence>;

/** Nothing in the line is publicly known. */
export const madeUp: Evidence = { title: 'Oppdiktet for demonstrasjon (fast frø 1776)', synthetic: true };

/** The line tells something publicly known, and these parts of it are made up. */
export const madeUpPart = (parts: string): Evidence => ({
  title: `Oppdiktet for demonstrasjon: ${parts}`,
  synthetic: true,
});
