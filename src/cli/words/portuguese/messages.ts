import type { LineMessage } from '../catalog.ts';

/** What command lines that cannot be followed are answered with; beside what errors say anywhere (`src/messages/`). */
export const messages: Readonly<Record<LineMessage, string>> = {
  // Of the parser of command lines.
  "unknown command '{name}'.": "comando desconhecido '{name}'.",
  "unknown option '{name}'.": "opção desconhecida '{name}'.",
  "missing required argument '{name}'.": "falta o argumento '{name}'.",
  "option '{name}' argument missing.": "falta o valor da opção '{name}'.",
  "option '{name}' argument '{value}' is invalid. {why}": "'{value}' não vale para a opção '{name}'. {why}",
  "command-argument value '{value}' is invalid for argument '{name}'. {why}":
    "'{value}' não vale para o argumento '{name}'. {why}",
  'Allowed choices are {choices}.': 'As opções são {choices}.',
  "too many arguments for '{name}'. Expected {expected} argument but got {got}.":
    "argumentos demais para '{name}': {got} em vez de {expected}.",
  "too many arguments for '{name}'. Expected {expected} arguments but got {got}.":
    "argumentos demais para '{name}': {got} em vez de {expected}.",
  'Did you mean {name}?': 'Você quis dizer {name}?',
  'Did you mean one of {names}?': 'Você quis dizer uma destas: {names}?',
  'A port is a number from 1 to 65535.': 'Uma porta é um número de 1 a 65535.',
  'It should be 1 or more.': 'Deve ser 1 ou mais.',
  'It should be at most {most}.': 'Deve ser no máximo {most}.',
  'It should be a whole number.': 'Deve ser um número inteiro.',
  'It should be {what}.': 'Deve ser {what}.',
  'a whole number from {from} to {to}': 'um número inteiro de {from} a {to}',
  'a text of 1 to {max} letters': 'um texto de 1 a {max} letras',
  'a path': 'um caminho',
  'a list of paths': 'uma lista de caminhos',
  'true or false': 'true ou false',
  'one of {choices}': 'uma de {choices}',
  'an address like {example}': 'um endereço como {example}',
  'It should be like slots, slots:2521 or slots:2521:3333.': 'Deve ser como slots, slots:2521 ou slots:2521:3333.',
  'It should be like 30m, 12h, 7d or 2w, and at most a year.': 'Deve ser como 30m, 12h, 7d ou 2w, e no máximo um ano.',
  'A size is like 1500, 10MB or 1.5GiB.': 'Um tamanho é como 1500, 10MB ou 1.5GiB.',
  'A speed is like 500kB or 5MB (a second), or off for no limit.':
    'Uma velocidade é como 500kB ou 5MB (por segundo), ou off sem limite.',
  'A speed is at least {least}, or off for no limit.': 'Uma velocidade é de no mínimo {least}, ou off sem limite.',
  'A row is like {one}, or {other}.': 'Uma linha é como {one}, ou {other}.',
  '"{hours}" is no time of day: from 00:00 to 24:00.': '"{hours}" não é uma hora do dia: de 00:00 a 24:00.',
  '"{days}" names no days.': '"{days}" não cita dias.',
  '"{language}" is not spoken here: en, es and pt are.': '"{language}" não se fala aqui: fala-se en, es e pt.',

  // Of command lines that make no sense.
  'config knows "check" and "print", not "{action}".': 'config entende "check" e "print", não "{action}".',
  'downloads can list, pause, resume, cancel and move.': 'downloads entende list, pause, resume, cancel e move.',
  'Say which and where to: "downloads move ID first", or last, up, down.':
    'Diga qual e para onde: "downloads move ID first", ou last, up, down.',
  'One download is moved at a time.': 'Os downloads são movidos um de cada vez.',
  'Say which to {action}: "downloads" lists them; "all" is all.':
    'Diga quais ({action}): "downloads" os lista; "all" são todos.',
  'No download is called "{text}": "downloads" lists them.': 'Nenhum download se chama "{text}": "downloads" os lista.',
  'Several downloads are called "{text}": use the id.': 'Vários downloads se chamam "{text}": use o id.',
  '--id chooses for one name at a time.': '--id escolhe para um só nome.',
  '"{name}" is shared by this machine, and by no other: it is here.':
    '"{name}" é compartilhado por esta máquina, e por nenhuma outra: está aqui.',
  'Say which: "invite list" shows the ids.': 'Diga qual: "invite list" mostra os ids.',
  'invite can create, list and revoke.': 'invite entende create, list e revoke.',
  'No invite has the id "{id}": "invite list" shows them.': 'Nenhum convite tem o id "{id}": "invite list" os mostra.',
  'Several ids begin with "{id}": write more of it.': 'Vários ids começam com "{id}": escreva mais letras.',
  'What came on stdin is too long for a link.': 'O que chegou pela entrada padrão é longo demais para um link.',
  '{what} To forget the network on this machine only: leave --force.':
    '{what} Para esquecer a rede só nesta máquina: leave --force.',
  'Either --schedule or --clear-schedule: a new schedule replaces the one before.':
    'Ou --schedule ou --clear-schedule: um horário novo substitui o anterior.',
  '{name} has no link: it lies at a program of another system, and nobody here has hashed it. Fetch it, then there is one.':
    '{name} não tem link: está em um programa de outro sistema, e ninguém aqui calculou o hash. Baixe-o, e terá.',
  '{name} shares no folder "{path}": "ls {peer}" lists what it does.':
    '{name} não compartilha a pasta "{path}": "ls {peer}" lista o que compartilha.',
  '{name} shares no folder "{path}": nothing is touched here.':
    '{name} não compartilha a pasta "{path}": aqui nada é tocado.',
  '{name} shares no folder "{path}" (it is a file): nothing is touched here.':
    '{name} não compartilha a pasta "{path}" (é um arquivo): aqui nada é tocado.',
  '{name} shares no folder "{path}" (it is a link to "{target}"): nothing is touched here.':
    '{name} não compartilha a pasta "{path}" (é um link para "{target}"): aqui nada é tocado.',
  '{name} is offline: nothing is touched here.': '{name} está ausente: aqui nada é tocado.',
  'Interrupted.': 'Interrompido.',
  'The download was cancelled.': 'O download foi cancelado.',
  '{name}: cancelled.': '{name}: cancelado.',
  'Say the name of a file; 1 lists them.': 'Diga o nome de um arquivo; 1 os lista.',
  'Say which folder of which peer: PEER:share or PEER:share/folder; "ls PEER" lists them.':
    'Diga que pasta de que par: PEER:compartilhamento ou PEER:compartilhamento/pasta; "ls PEER" as lista.',
  'This is what this machine shares itself: nothing is to be fetched.':
    'Isto é o que esta mesma máquina compartilha: não há nada a baixar.',
  'Only "backup" takes a folder, "{folder}" is one too many.': 'Só "backup" leva uma pasta, "{folder}" está sobrando.',
  'A tracker knows "open", "backup" and "move" only, not "{action}".':
    'Um tracker só entende "open", "backup" e "move", não "{action}".',
  'Say where to: tracker backup FOLDER, which is not there yet.':
    'Diga para onde: tracker backup FOLDER, que ainda não exista.',
  'No share is called "{name}": "status" lists them.': 'Nenhum compartilhamento se chama "{name}": "status" os lista.',
  'The folder {path} cannot be made: make it yourself, or name another.':
    'Não é possível criar a pasta {path}: crie-a, ou cite outra.',
  'There is no {path} to share: make it, or name another.': 'Não existe {path} para compartilhar: crie, ou cite outra.',
  '{text} is a folder; where tells of one file: "ls" lists the folder.':
    '{text} é uma pasta; where fala de um arquivo: "ls" lista a pasta.',
  'Nobody who is online has {name}: try again later.': 'Ninguém on-line tem {name}: tente mais tarde.',
  '"{text}" is a folder: withdraw takes one file at a time.':
    '"{text}" é uma pasta: withdraw retira um arquivo de cada vez.',
  '"{text}" is at foreign peers alone: it can only be withdrawn once a member has it.':
    '"{text}" só está em pares externos: pode ser retirado quando um membro o tiver.',
  'No peer is called "{text}": "ayni peers" lists them.': 'Nenhum par se chama "{text}": "ayni peers" os lista.',
  '{count} peers are called "{text}": say which by its id ({ids}).':
    '{count} pares se chamam "{text}": diga qual pelo id ({ids}).',
  'Only a tracker runs here: this takes a peer.': 'Aqui só funciona um tracker: isto precisa de um par.',
  '"{text}" stands for several things.': '"{text}" designa várias coisas.',
  '"{text}" stands for {count} things: choose one as shown.':
    '"{text}" designa {count} coisas: escolha uma como se mostra.',
  'None was chosen: nothing is done.': 'Nada foi escolhido: nada é feito.',
  '{answer} is none of 1 to {last}.': '{answer} não está entre 1 e {last}.',
  'No content called "{text}" has an id that begins with {id}.':
    'Nenhum conteúdo chamado "{text}" tem um id que comece com {id}.',
  'Nobody shares "{text}": "search" finds by parts of names.':
    'Ninguém compartilha "{text}": "search" procura por partes do nome.',
  'Nobody shares "{text}".': 'Ninguém compartilha "{text}".',
  '{peer} shares no "{path}": "ls {again}" lists what it does.':
    '{peer} não compartilha "{path}": "ls {again}" lista o que compartilha.',
  'Say what to fetch of this peer: "ls PEER" lists its shares.':
    'Diga o que baixar deste par: "ls PEER" lista o que compartilha.',
  'Say what to watch for: words as "search" takes them, or a glob such as "*.pdf".':
    'Diga o que esperar: palavras como as de "search", ou um padrão como "*.pdf".',
  'Say what: a name, a content id, or PEER:share/path.':
    'Diga o quê: um nome, um id de conteúdo ou PEER:compartilhamento/caminho.',
  'Say which file: {dialect}://HOST:PORT/NAME.': 'Diga que arquivo: {dialect}://HOST:PORT/NAME.',
  'Say by which invite: connect LINK.': 'Diga com qual convite: connect LINK.',
  'This machine is in no network.': 'Esta máquina não está em nenhuma rede.',
  'This machine is in no network: "connect LINK" joins one, "quit" ends.':
    'Esta máquina não está em nenhuma rede: "connect LINK" entra em uma, "quit" encerra.',
  'This machine is in another network: "disconnect" leaves it.':
    'Esta máquina está em outra rede: "disconnect" sai dela.',
  'There is no "{verb}" here: "help" lists what there is.': 'Aqui não há "{verb}": "help" lista o que há.',
  'This is for the command line: leave with "quit", then say it after "{self}".':
    'Isto é para a linha de comando: saia com "quit" e diga depois de "{self}".',
  'A line has {max} characters at most.': 'Uma linha tem no máximo {max} letras.',
  'A quote is not closed: quote a name that holds blanks on both sides.':
    'Falta fechar uma aspa: um nome com espaços a leva dos dois lados.',
  '{where} shares no "{name}": "ls" with its address lists it.':
    '{where} não compartilha "{name}": "ls" com o endereço lista.',
  'No peer is at {where}; "peers" lists who is there.': 'Nenhum par está em {where}; "peers" lista quem está.',
};
