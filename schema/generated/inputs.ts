// Generated from schema/*.graphql by `npm run generate`. Do not edit.

export type ProgrammeStatus =
  | 'CHARTERED'
  | 'RUNNING'
  | 'PAUSED'
  | 'CLOSED';

export type EscalationStatus =
  | 'RAISED'
  | 'ANSWERED';

export interface EvidenceInput {
  readonly title: string;
  readonly uri?: string | undefined;
  readonly evidenceDate?: string | undefined;
  readonly synthetic?: boolean | undefined;
}

export interface RecordInput {
  readonly commandId?: string | undefined;
  readonly expectedRevision?: bigint | undefined;
  readonly occurredOn?: string | undefined;
  readonly evidence?: readonly EvidenceInput[] | undefined;
  readonly legalBasis?: string | undefined;
}

export interface RoleHolderInput {
  readonly title: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

export interface CharterProgrammeInput {
  readonly name: string;
  readonly owner: RoleHolderInput;
  readonly currentSituation: string;
  readonly targetPicture: string;
  readonly purposes: readonly string[];
  readonly scope: string;
}

export interface AddSolutionInput {
  readonly programmeId: string;
  readonly name: string;
  readonly description: string;
}

export interface SetAdoptionPolicyInput {
  readonly programmeId: string;
  readonly embeddedShare: number;
  readonly lapseShare: number;
  readonly periods: number;
  readonly activeWindowDays: number;
}

export interface PauseProgrammeInput {
  readonly programmeId: string;
  readonly reason: string;
}

export interface ResumeProgrammeInput {
  readonly programmeId: string;
  readonly reason: string;
}

export interface RaiseEscalationInput {
  readonly programmeId: string;
  readonly about: string;
  readonly answerDueBy: string;
}

export interface AnswerEscalationInput {
  readonly programmeId: string;
  readonly escalationId: string;
  readonly answer: string;
}

export interface CloseProgrammeInput {
  readonly programmeId: string;
  readonly closingNote?: string | undefined;
}

export interface QueryNodeArgs {
  readonly id: string;
  readonly minPosition?: bigint | undefined;
}

export interface QueryProgrammesArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly ProgrammeStatus[] | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryProgrammeArgs {
  readonly id: string;
  readonly minPosition?: bigint | undefined;
}

/** A field of an input: its type by name, whether it must be there, whether it is a list of these. */
export interface FieldShape {
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
}

export const inputShapes: Readonly<Record<string, Readonly<Record<string, FieldShape>>>> = {
  "EvidenceInput": {
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "uri": {
      "type": "Uri",
      "required": false,
      "list": false
    },
    "evidenceDate": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "synthetic": {
      "type": "Boolean",
      "required": false,
      "list": false
    }
  },
  "RecordInput": {
    "commandId": {
      "type": "UUID",
      "required": false,
      "list": false
    },
    "expectedRevision": {
      "type": "Position",
      "required": false,
      "list": false
    },
    "occurredOn": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "evidence": {
      "type": "EvidenceInput",
      "required": false,
      "list": true
    },
    "legalBasis": {
      "type": "Line",
      "required": false,
      "list": false
    }
  },
  "RoleHolderInput": {
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "email": {
      "type": "Email",
      "required": false,
      "list": false
    }
  },
  "CharterProgrammeInput": {
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "owner": {
      "type": "RoleHolderInput",
      "required": true,
      "list": false
    },
    "currentSituation": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "targetPicture": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "purposes": {
      "type": "Line",
      "required": true,
      "list": true
    },
    "scope": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "AddSolutionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "description": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "SetAdoptionPolicyInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "embeddedShare": {
      "type": "Share",
      "required": true,
      "list": false
    },
    "lapseShare": {
      "type": "Share",
      "required": true,
      "list": false
    },
    "periods": {
      "type": "Count",
      "required": true,
      "list": false
    },
    "activeWindowDays": {
      "type": "Count",
      "required": true,
      "list": false
    }
  },
  "PauseProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ResumeProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "RaiseEscalationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "about": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "answerDueBy": {
      "type": "Date",
      "required": true,
      "list": false
    }
  },
  "AnswerEscalationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "escalationId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "answer": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "CloseProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "closingNote": {
      "type": "Text",
      "required": false,
      "list": false
    }
  }
};

export const enumValues: Readonly<Record<string, readonly string[]>> = {
  "ProgrammeStatus": [
    "CHARTERED",
    "RUNNING",
    "PAUSED",
    "CLOSED"
  ],
  "EscalationStatus": [
    "RAISED",
    "ANSWERED"
  ]
};

/** The input type of each mutation. */
export const mutationInputs: Readonly<Record<string, FieldShape>> = {
  "charterProgramme": {
    "type": "CharterProgrammeInput",
    "required": true,
    "list": false
  },
  "addSolution": {
    "type": "AddSolutionInput",
    "required": true,
    "list": false
  },
  "setAdoptionPolicy": {
    "type": "SetAdoptionPolicyInput",
    "required": true,
    "list": false
  },
  "pauseProgramme": {
    "type": "PauseProgrammeInput",
    "required": true,
    "list": false
  },
  "resumeProgramme": {
    "type": "ResumeProgrammeInput",
    "required": true,
    "list": false
  },
  "raiseEscalation": {
    "type": "RaiseEscalationInput",
    "required": true,
    "list": false
  },
  "answerEscalation": {
    "type": "AnswerEscalationInput",
    "required": true,
    "list": false
  },
  "closeProgramme": {
    "type": "CloseProgrammeInput",
    "required": true,
    "list": false
  }
};

