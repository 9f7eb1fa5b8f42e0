import { evidence, madeUp, madeUpPart } from './baerum.facts.js';
import type { Step } from './scribe.js';

/**
 * D-1 the ten schools; D-2 buy or lease, which stood open past its day; D-3 all schools; D-4 was never taken, and that
 * was admitted; D-5 still waits, and has been taken to the top leader.
 */
export const decisionSteps: readonly Step[] = [
  {
    day: '2015-11-30',
    command: 'logDecision',
    input: {
      title: 'Digital skolehverdag på ti skoler',
      question: 'TECHNOLOGY_AND_DATA',
      forum: 'Hovedutvalg for barn og unge',
      options: ['Ti skoler til fra våren 2016', 'Vente på evalueringen av pilotene', 'Ikke gjøre noe'],
      option: 'Ti skoler til fra våren 2016',
      rationale: 'Enstemmig vedtatt.',
      coreTaskValue: 'Flere elever får tilpasset opplæring.',
      consequences: 'Opplæring av lærere og styrket nett på ti skoler.',
      introducesSystem: true,
      operationsOwner: 'Digitalisering og IT',
      solutionId: 'S-1',
    },
    on: '2015-11-25',
    evidence: [evidence.tenSchools, madeUpPart('de andre alternativene, verdi, konsekvenser og driftsansvarlig')],
  },
  {
    day: '2015-12-02',
    command: 'correctDecisionRecord',
    input: {
      decisionId: 'D-1',
      field: 'TITLE',
      value: 'Digital skolehverdag på ti skoler til',
      reason: 'Vedtaket gjelder ti skoler i tillegg til pilotskolene.',
    },
    evidence: [evidence.tenSchools, madeUpPart('at tittelen ble rettet')],
  },
  {
    day: '2016-01-05',
    command: 'identifyDecisionNeed',
    input: {
      title: 'Kjøpe eller lease tabletene',
      question: 'EXTERNAL_COLLABORATION',
      dueBy: '2016-01-29',
      forum: 'Rådmannens ledergruppe',
      solutionId: 'S-1',
    },
    evidence: [evidence.municipality, madeUpPart('frist og forum')],
  },
  {
    day: '2016-02-08',
    command: 'raiseEscalation',
    input: { about: 'Anskaffelsen av tableter står stille, og pulje 1 venter.', answerDueBy: '2016-02-26' },
    evidence: [madeUp],
  },
  {
    day: '2016-02-22',
    command: 'answerEscalation',
    input: { escalationId: 'E-1', answer: 'Saken legges fram med to alternativer i mars.' },
    evidence: [madeUp],
  },
  {
    day: '2016-03-07',
    command: 'proposeDecision',
    input: {
      decisionId: 'D-2',
      options: [{ title: 'Kjøpe' }, { title: 'Lease i tre år' }],
      coreTaskValue: 'Elevene får tablet til skolestart.',
      consequences: 'Kostnad og risiko fordeles ulikt over tid.',
    },
    evidence: [madeUp],
  },
  {
    day: '2016-03-21',
    command: 'takeDecision',
    input: {
      decisionId: 'D-2',
      option: 'Lease i tre år',
      rationale: 'Jevnere kostnad, og utskifting er med i avtalen.',
      effectiveFrom: '2016-04-01',
      reviewOn: '2018-10-01',
      deciders: ['Rådmannens ledergruppe'],
    },
    evidence: [madeUp],
  },
  {
    day: '2017-06-26',
    command: 'logDecision',
    input: {
      title: 'Digital skolehverdag på alle skoler innen utgangen av 2018',
      question: 'PURPOSE',
      forum: 'Kommunestyret',
      options: ['Alle skoler innen utgangen av 2018', 'Bare barnetrinnet', 'Ikke gjøre noe'],
      option: 'A',
      rationale: 'Likt tilbud til alle elever.',
      consequences:
        'Om lag 35,0 mill. kroner i året 2017–2020, realiserbare effekter om lag 14,2 mill. kroner, lavere netto behov fra om lag 2024.',
      introducesSystem: true,
      operationsOwner: 'Digitalisering og IT',
      solutionId: 'S-1',
    },
    on: '2017-06-21',
    evidence: [evidence.allSchools, madeUpPart('de andre alternativene, begrunnelse og driftsansvarlig')],
  },
  {
    day: '2017-09-04',
    command: 'identifyDecisionNeed',
    input: {
      title: 'Felles regler for personvern og skjermtid på tabletene',
      question: 'ETHICS_AND_LAW',
      dueBy: '2017-12-15',
      forum: 'Rådmannens ledergruppe',
      solutionId: 'S-1',
    },
    evidence: [madeUp],
  },
  {
    day: '2018-03-05',
    command: 'acknowledgeNonDecision',
    input: { decisionId: 'D-4', consequence: 'Hver skole lager sine egne regler, og foreldrene møter ulik praksis.' },
    evidence: [madeUp],
  },
  {
    day: '2018-10-09',
    command: 'reconfirmDecision',
    input: { decisionId: 'D-2', rationale: 'Leasingen har virket etter hensikten.', reviewOn: '2019-10-01' },
    evidence: [madeUp],
  },
  {
    day: '2018-11-05',
    command: 'identifyDecisionNeed',
    input: {
      title: 'Hva som følger når leasingen av de første tabletene går ut',
      question: 'TECHNOLOGY_AND_DATA',
      dueBy: '2019-03-29',
      forum: 'Rådmannens ledergruppe',
      solutionId: 'S-1',
    },
    evidence: [madeUp],
  },
  {
    day: '2019-04-08',
    command: 'raiseEscalation',
    input: { about: 'Leasingen av de første tabletene går ut, og D-5 er ikke avgjort.', answerDueBy: '2019-05-03' },
    evidence: [madeUp],
  },
];
