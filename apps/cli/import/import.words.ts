import { refuser } from '#kernel';

/** What can be wrong with a file that people bring, with its columns, or with one of its cells. */
export const importRefusals = {
  FILE_MISSING: {
    en: 'There is no file {path}.',
    nb: 'Det finnes ingen fil {path}.',
    da: 'Der findes ingen fil {path}.',
    sv: 'Det finns ingen fil {path}.',
  },
  FILE_UNREADABLE: {
    en: '{path} cannot be read ({why}).',
    nb: '{path} kan ikke leses ({why}).',
    da: '{path} kan ikke læses ({why}).',
    sv: '{path} kan inte läsas ({why}).',
  },
  FILE_EMPTY: {
    en: 'The file is empty. Its first line must name the columns.',
    nb: 'Filen er tom. Den første linjen må navngi kolonnene.',
    da: 'Filen er tom. Den første linje skal navngive kolonnerne.',
    sv: 'Filen är tom. Den första raden måste namnge kolumnerna.',
  },
  FILE_OLD_EXCEL: {
    en: 'This is a workbook of an old Excel (.xls). Save it as .xlsx or as CSV, and import that.',
    nb: 'Dette er en arbeidsbok fra en gammel Excel (.xls). Lagre den som .xlsx eller CSV, og importer den.',
    da: 'Dette er en projektmappe fra en gammel Excel (.xls). Gem den som .xlsx eller CSV, og importér den.',
    sv: 'Det här är en arbetsbok från en gammal Excel (.xls). Spara den som .xlsx eller CSV, och importera den.',
  },
  FILE_NOT_XLSX: {
    en: 'The file is not a whole Excel workbook (.xlsx). Open it in the spreadsheet program and save it anew as .xlsx or CSV.',
    nb: 'Filen er ikke en hel Excel-arbeidsbok (.xlsx). Åpne den i regnearkprogrammet og lagre den på nytt som .xlsx eller CSV.',
    da: 'Filen er ikke en hel Excel-projektmappe (.xlsx). Åbn den i regnearksprogrammet, og gem den igen som .xlsx eller CSV.',
    sv: 'Filen är inte en hel Excel-arbetsbok (.xlsx). Öppna den i kalkylprogrammet och spara den på nytt som .xlsx eller CSV.',
  },
  CSV_QUOTE_OPEN: {
    en: 'A quotation mark is opened in the row that begins on line {line}, and never closed.',
    nb: 'Et anførselstegn åpnes i raden som begynner på linje {line}, og lukkes aldri.',
    da: 'Et anførselstegn åbnes i den række, der begynder på linje {line}, og lukkes aldrig.',
    sv: 'Ett citattecken öppnas i raden som börjar på rad {line} och stängs aldrig.',
  },
  CSV_QUOTE_INSIDE: {
    en: 'On line {line}, text goes on after a closing quotation mark. Write a quotation mark inside such text twice: "".',
    nb: 'På linje {line} fortsetter teksten etter et avsluttende anførselstegn. Skriv anførselstegn inne i slik tekst to ganger: "".',
    da: 'På linje {line} fortsætter teksten efter et afsluttende anførselstegn. Skriv anførselstegn inde i sådan en tekst to gange: "".',
    sv: 'På rad {line} fortsätter texten efter ett avslutande citattecken. Skriv citattecken inuti sådan text två gånger: "".',
  },
  CSV_UNREADABLE: {
    en: 'The file is not CSV ({why}).',
    nb: 'Filen er ikke CSV ({why}).',
    da: 'Filen er ikke CSV ({why}).',
    sv: 'Filen är inte CSV ({why}).',
  },
  COLUMN_TWICE: {
    en: 'The column {columns} is there twice. Keep one.',
    nb: 'Kolonnen {columns} finnes to ganger. Behold én.',
    da: 'Kolonnen {columns} findes to gange. Behold én.',
    sv: 'Kolumnen {columns} finns två gånger. Behåll en.',
  },
  COLUMNS_ALIKE: {
    en: 'The columns {columns} all mean {column}. Keep one of them, and give the others names of their own.',
    nb: 'Kolonnene {columns} betyr alle {column}. Behold én av dem, og gi de andre egne navn.',
    da: 'Kolonnerne {columns} betyder alle {column}. Behold én af dem, og giv de andre egne navne.',
    sv: 'Kolumnerna {columns} betyder alla {column}. Behåll en av dem och ge de andra egna namn.',
  },
  COLUMNS_MISSING: {
    en: 'These columns are missing: {missing}. The file has {found}.',
    nb: 'Disse kolonnene mangler: {missing}. Filen har {found}.',
    da: 'Disse kolonner mangler: {missing}. Filen har {found}.',
    sv: 'De här kolumnerna saknas: {missing}. Filen har {found}.',
  },
  COLUMNS_UNKNOWN: {
    en: 'The import does not know {columns}. It reads {known}. Mend the heading, or leave such columns out with --ignore-columns.',
    nb: 'Importen kjenner ikke {columns}. Den leser {known}. Rett overskriften, eller utelat slike kolonner med --ignore-columns.',
    da: 'Importen kender ikke {columns}. Den læser {known}. Ret overskriften, eller udelad sådanne kolonner med --ignore-columns.',
    sv: 'Importen känner inte till {columns}. Den läser {known}. Rätta rubriken, eller utelämna sådana kolumner med --ignore-columns.',
  },
  ROW_TOO_LONG: {
    en: 'The line has {cells} cells, and the heading {headings}. Put quotation marks around a text that holds the separator.',
    nb: 'Linjen har {cells} celler, og overskriften {headings}. Sett anførselstegn rundt en tekst som inneholder skilletegnet.',
    da: 'Linjen har {cells} celler, og overskriften {headings}. Sæt anførselstegn om en tekst, der indeholder skilletegnet.',
    sv: 'Raden har {cells} celler, och rubriken {headings}. Sätt citattecken kring en text som innehåller skiljetecknet.',
  },
  CELL_EMPTY: {
    en: '{field} is empty.',
    nb: '{field} er tom.',
    da: '{field} er tom.',
    sv: '{field} är tom.',
  },
  CELL_NOT_A_COUNT: {
    en: '{field} says {text}; it must be a whole number from 0 up.',
    nb: '{field} sier {text}; det må være et helt tall fra 0 og oppover.',
    da: '{field} siger {text}; det skal være et helt tal fra 0 og opefter.',
    sv: '{field} säger {text}; det måste vara ett heltal från 0 och uppåt.',
  },
  CELL_COUNT_AMBIGUOUS: {
    en: '{field} says {text}, which can be read in two ways. Write thousands without a separator, or with a space.',
    nb: '{field} sier {text}, som kan leses på to måter. Skriv tusen uten skilletegn, eller med mellomrom.',
    da: '{field} siger {text}, som kan læses på to måder. Skriv tusinder uden skilletegn eller med mellemrum.',
    sv: '{field} säger {text}, som kan läsas på två sätt. Skriv tusental utan skiljetecken eller med mellanslag.',
  },
  CELL_NOT_A_DAY: {
    en: '{field} says {text}; it must be a day that exists, written 2018-01-31 or 31.01.2018.',
    nb: '{field} sier {text}; det må være en dag som finnes, skrevet 2018-01-31 eller 31.01.2018.',
    da: '{field} siger {text}; det skal være en dag, der findes, skrevet 2018-01-31 eller 31.01.2018.',
    sv: '{field} säger {text}; det måste vara en dag som finns, skriven 2018-01-31 eller 31.01.2018.',
  },
  CELL_NOT_YES_OR_NO: {
    en: '{field} says {text}; it must be yes or no.',
    nb: '{field} sier {text}; det må være ja eller nei.',
    da: '{field} siger {text}; det skal være ja eller nej.',
    sv: '{field} säger {text}; det måste vara ja eller nej.',
  },
  CELL_NOT_A_QUESTION: {
    en: '{field} says {text}; it must be one of the ten questions: purpose, ethics and law, politicians, technology and data, organisation, competencies, citizens, external collaboration, method, communication.',
    nb: '{field} sier {text}; det må være ett av de ti spørsmålene: formål, etikk og jus, politikere, teknologi og data, organisasjon, kompetanse, innbyggere, eksternt samarbeid, metode, kommunikasjon.',
    da: '{field} siger {text}; det skal være et af de ti spørgsmål: formål, etik og jura, politikere, teknologi og data, organisation, kompetencer, borgere, eksternt samarbejde, metode, kommunikation.',
    sv: '{field} säger {text}; det måste vara en av de tio frågorna: syfte, etik och juridik, politiker, teknik och data, organisation, kompetens, medborgare, extern samverkan, metod, kommunikation.',
  },
  LINE_REPEATED: {
    en: '{text} is in the file already, on line {line}. Keep one of the two.',
    nb: '{text} står allerede i filen, på linje {line}. Behold én av de to.',
    da: '{text} står allerede i filen, på linje {line}. Behold én af de to.',
    sv: '{text} står redan i filen, på rad {line}. Behåll en av de två.',
  },
  PARENT_LINE_BAD: {
    en: '{field} names {text}, which stands on line {line} and is not imported. Mend that line first.',
    nb: '{field} nevner {text}, som står på linje {line} og ikke importeres. Rett den linjen først.',
    da: '{field} nævner {text}, som står på linje {line} og ikke importeres. Ret den linje først.',
    sv: '{field} nämner {text}, som står på rad {line} och inte importeras. Rätta den raden först.',
  },
  UNIT_MERGED_AWAY: {
    en: '{text} has become part of {unit}. Take the line out, or use the number of {unit}.',
    nb: '{text} er blitt en del av {unit}. Ta linjen ut, eller bruk nummeret til {unit}.',
    da: '{text} er blevet en del af {unit}. Tag linjen ud, eller brug nummeret på {unit}.',
    sv: '{text} har blivit en del av {unit}. Ta bort raden, eller använd numret på {unit}.',
  },
  UNIT_NOT_FOUND: {
    en: '{field} names {text}: no unit in the book has that number or name. Import the units first.',
    nb: '{field} nevner {text}: ingen enhet i boken har det nummeret eller navnet. Importer enhetene først.',
    da: '{field} nævner {text}: ingen enhed i bogen har det nummer eller navn. Importér enhederne først.',
    sv: '{field} nämner {text}: ingen enhet i boken har det numret eller namnet. Importera enheterna först.',
  },
  UNIT_AMBIGUOUS: {
    en: '{field} names {text}, and {count} units are called so. Use a register number.',
    nb: '{field} nevner {text}, og {count} enheter heter det. Bruk et registernummer.',
    da: '{field} nævner {text}, og {count} enheder hedder det. Brug et registernummer.',
    sv: '{field} nämner {text}, och {count} enheter heter så. Använd ett registernummer.',
  },
  SOLUTION_NOT_FOUND: {
    en: '{field} names {text}; the programme’s solutions are {solutions}.',
    nb: '{field} nevner {text}; programmets løsninger er {solutions}.',
    da: '{field} nævner {text}; programmets løsninger er {solutions}.',
    sv: '{field} nämner {text}; programmets lösningar är {solutions}.',
  },
  SOLUTION_NOT_NAMED: {
    en: 'The programme has several solutions. Name one in a column “solution”: {solutions}.',
    nb: 'Programmet har flere løsninger. Nevn én i en kolonne «løsning»: {solutions}.',
    da: 'Programmet har flere løsninger. Nævn én i en kolonne »løsning«: {solutions}.',
    sv: 'Programmet har flera lösningar. Nämn en i en kolumn ”lösning”: {solutions}.',
  },
  SOLUTIONS_NONE: {
    en: 'The programme has no solution yet. Add one first.',
    nb: 'Programmet har ingen løsning ennå. Legg til en først.',
    da: 'Programmet har ingen løsning endnu. Tilføj en først.',
    sv: 'Programmet har ingen lösning ännu. Lägg till en först.',
  },
  DECISION_TOLD_OTHERWISE: {
    en: '{text} is in the book as {decision}, and the file tells it otherwise now. A decision that was taken is not changed by an import: use correctDecisionRecord, with a reason.',
    nb: '{text} står i boken som {decision}, og filen forteller det nå annerledes. En beslutning som er tatt, endres ikke av en import: bruk correctDecisionRecord, med en grunn.',
    da: '{text} står i bogen som {decision}, og filen fortæller det nu anderledes. En beslutning, der er truffet, ændres ikke af en import: brug correctDecisionRecord, med en grund.',
    sv: '{text} står i boken som {decision}, och filen berättar det nu annorlunda. Ett beslut som har fattats ändras inte av en import: använd correctDecisionRecord, med ett skäl.',
  },
  LEDGER_MISSING: {
    en: 'There is no ledger in {folder}. Set WAVEBOOK_DATA to the folder that the server runs on.',
    nb: 'Det er ingen hovedbok i {folder}. Sett WAVEBOOK_DATA til mappen som tjeneren kjører på.',
    da: 'Der er ingen hovedbog i {folder}. Sæt WAVEBOOK_DATA til den mappe, som serveren kører på.',
    sv: 'Det finns ingen huvudbok i {folder}. Sätt WAVEBOOK_DATA till mappen som servern kör på.',
  },
  PROGRAMMES_NONE: {
    en: 'The ledger has no programme yet. Charter one first.',
    nb: 'Det finnes ikke noe program ennå. Opprett ett først.',
    da: 'Der findes ikke noget program endnu. Opret et først.',
    sv: 'Det finns inget program ännu. Upprätta ett först.',
  },
  PROGRAMME_NOT_NAMED: {
    en: 'There are several programmes. Name one with --programme:{programmes}',
    nb: 'Det finnes flere programmer. Nevn ett med --programme:{programmes}',
    da: 'Der findes flere programmer. Nævn ét med --programme:{programmes}',
    sv: 'Det finns flera program. Nämn ett med --programme:{programmes}',
  },
  PROGRAMME_NOT_FOUND: {
    en: 'No single programme is called {text}. There are:{programmes}',
    nb: 'Det er ikke ett enkelt program som heter {text}. Det finnes:{programmes}',
    da: 'Der er ikke ét enkelt program, der hedder {text}. Der findes:{programmes}',
    sv: 'Det finns inte ett enda program som heter {text}. Det finns:{programmes}',
  },
} as const;

export const refuse = refuser(importRefusals);
