import { evidence, madeUp, madeUpPart } from './baerum.facts.js';
import type { Step } from './scribe.js';

export const charterSteps: readonly Step[] = [
  {
    day: '2014-05-12',
    command: 'charterProgramme',
    input: {
      name: 'Digital skolehverdag',
      owner: { title: 'Rådmannen i Bærum' },
      currentSituation: 'Skolene har få og ulike enheter. Hver skole kjøper inn for seg.',
      targetPicture: 'Hver elev har sin egen tablet, og lærerne bruker den til bedre læring.',
      purposes: ['Bedre læring', 'Digitale ferdigheter', 'Likt tilbud på alle skoler'],
      scope:
        'Alle kommunale grunnskoler i Bærum. Dette er innføringen av tableter, som er godt dokumentert; Arbeidsgivermonitoren er et annet program.',
    },
    evidence: [evidence.municipality, madeUpPart('dag og ordlyd')],
  },
  {
    day: '2014-05-12',
    command: 'addSolution',
    input: {
      name: 'Tablet til hver elev',
      description: 'En tablet for hver elev, med digitale læremidler og opplæring av lærerne.',
    },
    evidence: [evidence.municipality, madeUpPart('dag og ordlyd')],
  },
  {
    day: '2014-05-19',
    command: 'setAdoptionPolicy',
    input: { embeddedShare: 0.6, lapseShare: 0.2, periods: 2, activeWindowDays: 30 },
    evidence: [madeUp],
  },
];
