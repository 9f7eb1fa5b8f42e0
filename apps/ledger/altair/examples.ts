/** An operation that Altair opens with. Variables may name `{{programmeId}}`: the page fills it in. */
export interface Example {
  readonly name: string;
  readonly operation: string;
  readonly variables: object;
}

const ofProgramme = { programmeId: '{{programmeId}}' };

/** Altair shows the last one first. */
export const examples: readonly Example[] = [
  {
    name: 'Programmes',
    operation: `# All programmes of this ledger, with what they roll out.
query Programmes {
  programmes(first: 10) {
    totalCount
    edges {
      node {
        id
        name
        status
        owner { title }
        solutions { ref name addedOn }
        escalations { ref about answerDueBy status overdue }
      }
    }
  }
}`,
    variables: {},
  },
  {
    name: 'History',
    operation: `# The book of a programme: its last lines, one sentence each. The header Accept-Language chooses nb, da, sv or en.
query History($programmeId: ID!) {
  history(programmeId: $programmeId, last: 25) {
    totalCount
    edges {
      node { revision occurredOn recordedDaysLater sentence actor { id role } }
    }
  }
}`,
    variables: ofProgramme,
  },
  {
    name: 'What changed',
    operation: `# What is otherwise at one moment than at another, and which lines did it. Both clocks: asOf (the world), knownAt (the ledger).
query WhatChanged($programmeId: ID!) {
  programmeDiff(programmeId: $programmeId, from: { asOf: "2015-11-20" }, to: { asOf: "2015-11-28" }, first: 10) {
    totalCount
    edges {
      node {
        kind
        type
        label
        fields { field before after }
        events { occurredOn recordedAt sentence }
      }
    }
  }
}`,
    variables: ofProgramme,
  },
  {
    name: 'A decision and what came of it',
    operation: `# The life of a decision, line by line, with the documents that each line rests on.
query Decision($programmeId: ID!) {
  decisionTrace(programmeId: $programmeId, decisionId: "D-1") {
    decision { ref title status }
    steps {
      phase
      consulted
      waiver
      about { __typename id }
      event { occurredOn recordedDaysLater sentence actor { id role } evidence { title uri } }
    }
  }
}`,
    variables: ofProgramme,
  },
  {
    name: 'Escalate',
    operation: `# Takes a matter to the top leader. A broken rule comes back in userErrors, and then nothing was written.
mutation Escalate($input: RaiseEscalationInput!) {
  raiseEscalation(input: $input) {
    escalation { id ref about answerDueBy status }
    position
    userErrors { code message field }
  }
}`,
    variables: {
      input: { ...ofProgramme, about: 'Shall the tablets be bought or leased?', answerDueBy: '{{inAMonth}}' },
    },
  },
  {
    name: 'Follow the book',
    operation: `# Each line of the book, and then each new one as it is written. Send it, then run Escalate in its own tab.
subscription FollowTheBook($programmeId: ID!) {
  ledgerEvents(programmeId: $programmeId) {
    position
    occurredOn
    sentence
  }
}`,
    variables: ofProgramme,
  },
  {
    name: 'Follow adoption',
    operation: `# How far the programme has come: now, and again whenever it changes.
subscription FollowAdoption($programmeId: ID!) {
  adoptionProgress(programmeId: $programmeId) {
    programme { name }
    solutions {
      solution { ref name }
      unitsTotal
      unitsInterested
      unitsCommitted
      unitsLive
      unitsEmbedded
      unitsLapsed
      usersActive
      usersEligible
    }
  }
}`,
    variables: ofProgramme,
  },
  {
    name: 'Adoption by wave',
    operation: `# How each wave of the rollout went: units, users, and how far it slipped against its first plan, by cause.
query AdoptionByWave($programmeId: ID!) {
  adoptionByWave(programmeId: $programmeId) {
    wave { ref name status plannedStart plannedEnd }
    unitsPlanned
    unitsLive
    unitsEmbedded
    unitsLapsed
    usersActive
    usersEligible
    slipDays
    slipByCause { reasonCode days }
    medianDaysInterestToCommit
    medianDaysCommitToLive
    evidence(first: 3) { totalCount edges { node { occurredOn sentence } } }
  }
}`,
    variables: ofProgramme,
  },
];
