/** What command lines that cannot be followed are answered with; beside what errors say anywhere (`src/messages/`). */
export const messages = {
  // Of the parser of command lines.
  "unknown command '{name}'.": "comando desconocido '{name}'.",
  "unknown option '{name}'.": "opción desconocida '{name}'.",
  "missing required argument '{name}'.": "falta el argumento '{name}'.",
  "option '{name}' argument missing.": "falta el valor de la opción '{name}'.",
  "option '{name}' argument '{value}' is invalid. {why}": "'{value}' no vale para la opción '{name}'. {why}",
  "command-argument value '{value}' is invalid for argument '{name}'. {why}":
    "'{value}' no vale para el argumento '{name}'. {why}",
  'Allowed choices are {choices}.': 'Se puede elegir entre {choices}.',
  "too many arguments for '{name}'. Expected {expected} argument but got {got}.":
    "demasiados argumentos para '{name}': {got} en vez de {expected}.",
  "too many arguments for '{name}'. Expected {expected} arguments but got {got}.":
    "demasiados argumentos para '{name}': {got} en vez de {expected}.",
  'Did you mean {name}?': '¿Querías decir {name}?',
  'Did you mean one of {names}?': '¿Querías decir una de estas: {names}?',
  'A port is a number from 1 to 65535.': 'Un puerto es un número de 1 a 65535.',
  'It should be 1 or more.': 'Debe ser 1 o más.',
  'It should be at most {most}.': 'Debe ser {most} como máximo.',
  'It should be a whole number.': 'Debe ser un número entero.',
  'It should be {what}.': 'Debe ser {what}.',
  'a whole number from {from} to {to}': 'un número entero de {from} a {to}',
  'a text of 1 to {max} letters': 'un texto de 1 a {max} letras',
  'a path': 'una ruta',
  'a list of paths': 'una lista de rutas',
  'true or false': 'true o false',
  'one of {choices}': 'una de {choices}',
  'an address like {example}': 'una dirección como {example}',
  'It should be like slots, slots:2521 or slots:2521:3333.': 'Debe ser como slots, slots:2521 o slots:2521:3333.',
  'It should be like 30m, 12h, 7d or 2w, and at most a year.': 'Debe ser como 30m, 12h, 7d o 2w, y un año como máximo.',
  'A size is like 1500, 10MB or 1.5GiB.': 'Un tamaño es como 1500, 10MB o 1.5GiB.',
  'A speed is like 500kB or 5MB (a second), or off for no limit.':
    'Una velocidad es como 500kB o 5MB (por segundo), u off sin límite.',
  'A speed is at least {least}, or off for no limit.': 'Una velocidad es de {least} como mínimo, u off sin límite.',
  'A row is like {one}, or {other}.': 'Una fila es como {one}, o {other}.',
  '"{hours}" is no time of day: from 00:00 to 24:00.': '"{hours}" no es una hora del día: de 00:00 a 24:00.',
  '"{days}" names no days.': '"{days}" no nombra días.',
  '"{language}" is not spoken here: en, es and pt are.': '"{language}" no se habla aquí: se hablan en, es y pt.',

  // Of command lines that make no sense.
  'config knows "check" and "print", not "{action}".': 'config entiende "check" y "print", no "{action}".',
  'downloads can list, pause, resume, cancel and move.': 'downloads entiende list, pause, resume, cancel y move.',
  'Say which and where to: "downloads move ID first", or last, up, down.':
    'Di cuál y adónde: "downloads move ID first", o last, up, down.',
  'One download is moved at a time.': 'Las descargas se mueven de una en una.',
  'Say which to {action}: "downloads" lists them; "all" is all.':
    'Di cuáles ({action}): "downloads" las lista; "all" son todas.',
  'No download is called "{text}": "downloads" lists them.':
    'Ninguna descarga se llama "{text}": "downloads" las lista.',
  'Several downloads are called "{text}": use the id.': 'Varias descargas se llaman "{text}": usa el id.',
  '--id chooses for one name at a time.': '--id elige para un solo nombre.',
  '"{name}" is shared by this machine, and by no other: it is here.':
    '"{name}" lo comparte este equipo, y ningún otro: está aquí.',
  'Say which: "invite list" shows the ids.': 'Di cuál: "invite list" muestra los ids.',
  'invite can create, list and revoke.': 'invite entiende create, list y revoke.',
  'No invite has the id "{id}": "invite list" shows them.':
    'Ninguna invitación tiene el id "{id}": "invite list" las muestra.',
  'Several ids begin with "{id}": write more of it.': 'Varios ids empiezan con "{id}": escribe más letras.',
  'What came on stdin is too long for a link.':
    'Lo que llegó por la entrada estándar es demasiado largo para un enlace.',
  '{what} To forget the network on this machine only: leave --force.':
    '{what} Para olvidar la red solo en este equipo: leave --force.',
  'Either --schedule or --clear-schedule: a new schedule replaces the one before.':
    'O --schedule o --clear-schedule: un horario nuevo sustituye al anterior.',
  '{name} has no link: it lies at a program of another system, and nobody here has hashed it. Fetch it, then there is one.':
    '{name} no tiene enlace: está en un programa de otro sistema, y nadie aquí ha calculado su huella. Descárgalo, y lo tendrá.',
  '{name} shares no folder "{path}": "ls {peer}" lists what it does.':
    '{name} no comparte la carpeta "{path}": "ls {peer}" lista lo que comparte.',
  '{name} shares no folder "{path}": nothing is touched here.':
    '{name} no comparte la carpeta "{path}": aquí no se toca nada.',
  '{name} shares no folder "{path}" (it is a file): nothing is touched here.':
    '{name} no comparte la carpeta "{path}" (es un archivo): aquí no se toca nada.',
  '{name} shares no folder "{path}" (it is a link to "{target}"): nothing is touched here.':
    '{name} no comparte la carpeta "{path}" (es un enlace a "{target}"): aquí no se toca nada.',
  '{name} is offline: nothing is touched here.': '{name} está ausente: aquí no se toca nada.',
  'Interrupted.': 'Interrumpido.',
  'The download was cancelled.': 'La descarga se canceló.',
  '{name}: cancelled.': '{name}: cancelada.',
  'Say the name of a file; 1 lists them.': 'Di el nombre de un archivo; 1 los lista.',
  'Say which folder of which peer: PEER:share or PEER:share/folder; "ls PEER" lists them.':
    'Di qué carpeta de qué par: PEER:recurso o PEER:recurso/carpeta; "ls PEER" las lista.',
  'This is what this machine shares itself: nothing is to be fetched.':
    'Esto lo comparte este mismo equipo: no hay nada que descargar.',
  'Only "backup" takes a folder, "{folder}" is one too many.': 'Solo "backup" toma una carpeta, "{folder}" sobra.',
  'A tracker knows "open", "backup" and "move" only, not "{action}".':
    'Un tracker solo entiende "open", "backup" y "move", no "{action}".',
  'Say where to: tracker backup FOLDER, which is not there yet.':
    'Di adónde: tracker backup FOLDER, que aún no exista.',
  'No share is called "{name}": "status" lists them.':
    'Ningún recurso compartido se llama "{name}": "status" los lista.',
  'The folder {path} cannot be made: make it yourself, or name another.':
    'No se puede crear la carpeta {path}: créala, o nombra otra.',
  'There is no {path} to share: make it, or name another.': 'No existe {path} para compartir: créala, o nombra otra.',
  '{text} is a folder; where tells of one file: "ls" lists the folder.':
    '{text} es una carpeta; where habla de un archivo: "ls" lista la carpeta.',
  'Nobody who is online has {name}: try again later.': 'Nadie que esté en línea tiene {name}: inténtalo más tarde.',
  '"{text}" is a folder: withdraw takes one file at a time.':
    '"{text}" es una carpeta: withdraw retira un archivo cada vez.',
  '"{text}" is at foreign peers alone: it can only be withdrawn once a member has it.':
    '"{text}" solo está en pares ajenos: se puede retirar cuando lo tenga un miembro.',
  'No peer is called "{text}": "ayni peers" lists them.': 'Ningún par se llama "{text}": "ayni peers" los lista.',
  '{count} peers are called "{text}": say which by its id ({ids}).':
    '{count} pares se llaman "{text}": di cuál por su id ({ids}).',
  'Only a tracker runs here: this takes a peer.': 'Aquí solo funciona un tracker: esto necesita un par.',
  '"{text}" stands for several things.': '"{text}" designa varias cosas.',
  '"{text}" stands for {count} things: choose one as shown.':
    '"{text}" designa {count} cosas: elige una como se muestra.',
  'None was chosen: nothing is done.': 'No se eligió nada: no se hace nada.',
  '{answer} is none of 1 to {last}.': '{answer} no está entre 1 y {last}.',
  'No content called "{text}" has an id that begins with {id}.':
    'Ningún contenido llamado "{text}" tiene un id que empiece con {id}.',
  'Nobody shares "{text}": "search" finds by parts of names.':
    'Nadie comparte "{text}": "search" busca por partes del nombre.',
  'Nobody shares "{text}".': 'Nadie comparte "{text}".',
  '{peer} shares no "{path}": "ls {again}" lists what it does.':
    '{peer} no comparte "{path}": "ls {again}" lista lo que comparte.',
  'Say what to fetch of this peer: "ls PEER" lists its shares.':
    'Di qué descargar de este par: "ls PEER" lista lo que comparte.',
  'Say what to watch for: words as "search" takes them, or a glob such as "*.pdf".':
    'Di qué esperar: palabras como las de "search", o un patrón como "*.pdf".',
  'Say what: a name, a content id, or PEER:share/path.': 'Di qué: un nombre, un id de contenido o PEER:recurso/ruta.',
  'Say which file: {dialect}://HOST:PORT/NAME.': 'Di qué archivo: {dialect}://HOST:PORT/NAME.',
  'Say by which invite: connect LINK.': 'Di con qué invitación: connect LINK.',
  'This machine is in no network.': 'Este equipo no está en ninguna red.',
  'This machine is in no network: "connect LINK" joins one, "quit" ends.':
    'Este equipo no está en ninguna red: "connect LINK" entra en una, "quit" termina.',
  'This machine is in another network: "disconnect" leaves it.':
    'Este equipo está en otra red: "disconnect" sale de ella.',
  'There is no "{verb}" here: "help" lists what there is.': 'Aquí no hay "{verb}": "help" lista lo que hay.',
  'This is for the command line: leave with "quit", then say it after "{self}".':
    'Esto es para la línea de comandos: sal con "quit" y dilo después de "{self}".',
  'A line has {max} characters at most.': 'Una línea tiene {max} letras como máximo.',
  'A quote is not closed: quote a name that holds blanks on both sides.':
    'Falta cerrar una comilla: un nombre con espacios la lleva a ambos lados.',
  '{where} shares no "{name}": "ls" with its address lists it.':
    '{where} no comparte "{name}": "ls" con su dirección lo lista.',
  'No peer is at {where}; "peers" lists who is there.': 'No hay ningún par en {where}; "peers" lista quién está.',
};
