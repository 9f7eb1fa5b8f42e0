import type { Phrase } from '#kernel';

/** What the edge itself answers: closed codes for machines, sentences for people. */
export const edgePhrases = {
  UNAUTHENTICATED: {
    en: 'This needs an access token: send the header “Authorization: Bearer <token>”.',
    nb: 'Dette krever et tilgangstoken: send headeren «Authorization: Bearer <token>».',
    da: 'Dette kræver et adgangstoken: send headeren »Authorization: Bearer <token>«.',
    sv: 'Det här kräver en åtkomsttoken: skicka huvudet ”Authorization: Bearer <token>”.',
  },
  INTERNAL: {
    en: 'Something went wrong here; quote the trace id {traceId} when you report it.',
    nb: 'Noe gikk galt hos oss; oppgi sporings-id {traceId} når du melder fra.',
    da: 'Noget gik galt hos os; oplys sporings-id {traceId}, når du melder det.',
    sv: 'Något gick fel hos oss; ange spårnings-id {traceId} när du anmäler det.',
  },
  READ_MODEL_BEHIND: {
    en: 'The read models have not reached position {position} yet; ask again in a moment.',
    nb: 'Lesemodellene har ikke nådd posisjon {position} ennå; spør igjen om litt.',
    da: 'Læsemodellerne har ikke nået position {position} endnu; spørg igen om lidt.',
    sv: 'Läsmodellerna har inte nått position {position} än; fråga igen om en stund.',
  },
  METHOD_NOT_ALLOWED: {
    en: 'A GET request may only read; send mutations with POST and subscriptions over a WebSocket.',
    nb: 'En GET-forespørsel kan bare lese; send mutasjoner med POST og abonnementer over en WebSocket.',
    da: 'En GET-forespørgsel må kun læse; send mutationer med POST og abonnementer over en WebSocket.',
    sv: 'En GET-begäran får bara läsa; skicka mutationer med POST och prenumerationer över en WebSocket.',
  },
  SUBSCRIPTION_NEEDS_SOCKET: {
    en: 'Subscriptions are followed over a WebSocket at this same address (graphql-transport-ws).',
    nb: 'Abonnementer følges over en WebSocket på denne adressen (graphql-transport-ws).',
    da: 'Abonnementer følges over en WebSocket på denne adresse (graphql-transport-ws).',
    sv: 'Prenumerationer följs över en WebSocket på samma adress (graphql-transport-ws).',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    en: 'A POST request must carry application/json.',
    nb: 'En POST-forespørsel må ha innholdstypen application/json.',
    da: 'En POST-forespørgsel skal have indholdstypen application/json.',
    sv: 'En POST-begäran måste ha innehållstypen application/json.',
  },
  PAYLOAD_TOO_LARGE: {
    en: 'The request is larger than 1 MiB.',
    nb: 'Forespørselen er større enn 1 MiB.',
    da: 'Forespørgslen er større end 1 MiB.',
    sv: 'Begäran är större än 1 MiB.',
  },
  REQUEST_MALFORMED: {
    en: 'This is no GraphQL request: {field} is missing or not of the right kind.',
    nb: 'Dette er ingen GraphQL-forespørsel: {field} mangler eller er av feil slag.',
    da: 'Dette er ingen GraphQL-forespørgsel: {field} mangler eller er af forkert slags.',
    sv: 'Det här är ingen GraphQL-begäran: {field} saknas eller är av fel slag.',
  },
} as const satisfies Readonly<Record<string, Phrase>>;

export type EdgeCode = keyof typeof edgePhrases;
