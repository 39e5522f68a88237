/** What the help says. Names of commands, options, actions and values stay as they are typed. */
export const help = {
  // The frame.
  'Share folders in a network that you run yourselves: encrypted, verified, from many at once.':
    'Comparte carpetas en una red que llevan ustedes mismos: cifrado, verificado, desde muchos a la vez.',
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opciones:',
  'Run:': 'Poner en marcha:',
  'Share:': 'Compartir:',
  'Find and fetch:': 'Buscar y descargar:',
  'Talk with it:': 'Conversar:',
  'Administer (admins only):': 'Administrar (solo administradores):',
  'Help:': 'Ayuda:',
  'Example:': 'Ejemplo:',
  'Examples:': 'Ejemplos:',
  'A first tour:': 'Para empezar:',
  'Exit codes:': 'Códigos de salida:',
  choices: 'opciones',
  default: 'por defecto',
  remembered: 'se recuerda',
  '{value} unless given': 'si no se dice: {value}',
  'print the version': 'muestra la versión',
  'show this help': 'muestra esta ayuda',
  'explain a command': 'explica un comando',
  'the state folder (or set AYNI_STATE)': 'la carpeta de estado (o AYNI_STATE)',
  'print JSON, for programs': 'responde en JSON, para programas',
  'what to speak (or set AYNI_LANGUAGE)': 'el idioma (o AYNI_LANGUAGE)',
  'on one machine: starts a network, prints an invite link':
    'en un equipo: crea una red y muestra un enlace de invitación',
  'on another': 'en otro',
  'in a second terminal, on either': 'en otra terminal, en cualquiera de los dos',
  'The state lies in ~/.local/share/ayni or where --state or AYNI_STATE say; AYNI_DEBUG=1 shows the stack of an error.':
    'El estado está en ~/.local/share/ayni o donde digan --state o AYNI_STATE; AYNI_DEBUG=1 muestra la pila de un error.',

  // Exit codes.
  done: 'hecho',
  'failed; the message says why': 'ha fallado; el mensaje dice por qué',
  'the command line makes no sense': 'la línea de comandos no tiene sentido',
  'a name stands for several things; they are listed': 'un nombre designa varias cosas; se muestran',
  'no such file, peer, share, download or source': 'no existe tal archivo, par, recurso, descarga o fuente',
  'the tracker, a peer or the daemon cannot be reached': 'no se llega al tracker, a un par o al servicio local',
  'this member may not, or was not let in': 'este miembro no puede, o no se le dejó entrar',
  'interrupted (Ctrl-C)': 'interrumpido (Ctrl-C)',

  // Running.
  'start a network of your own and share folders': 'crea una red propia y comparte carpetas',
  'Runs a tracker and a peer in one process, prints an invite link, and stays until Ctrl-C. The next start finds the same network, members and shares.':
    'Pone en marcha un tracker y un par en un proceso, muestra un enlace de invitación y sigue hasta Ctrl-C. Al arrancar de nuevo están la misma red, los mismos miembros y lo mismo compartido.',
  'folders to share': 'carpetas que compartir',
  'make a FOLDER that is not there, with a welcome file in it':
    'crea la FOLDER que no exista, con un archivo de bienvenida',
  'share the folders with files whose name begins with a dot':
    'comparte también los archivos cuyo nombre empieza con un punto',
  'share the folders with this group only; may be given again':
    'comparte las carpetas solo con este grupo; puede repetirse',
  'also speak helo, flatgrpc, p4, rede or slots; may be given again':
    'habla también helo, flatgrpc, p4, rede o slots; puede repetirse',
  'bring to programs of that system what the whole network has':
    'ofrece a los programas de ese sistema lo que tiene toda la red',
  'settings in TOML (ayni.toml in the state folder unless given)':
    'ajustes en TOML (si no se dice, ayni.toml en la carpeta de estado)',
  'join a network by its invite link, and stay': 'entra en una red con su enlace de invitación, y se queda',
  'Joins once, shares the folders, and runs the peer until Ctrl-C; later "{self} peer" starts it again.':
    'Entra una vez, comparte las carpetas y mantiene el par en marcha hasta Ctrl-C; después, "{self} peer" lo arranca de nuevo.',
  'the invite link, in quotes; "-" reads it from stdin':
    'el enlace de invitación, entre comillas; "-" lo lee de la entrada estándar',
  'join only, and do not run the peer': 'solo entra, sin poner en marcha el par',
  'fail at once when no tracker answers': 'falla en el acto si no responde ningún tracker',
  'run this machine’s peer': 'pone en marcha el par de este equipo',
  'Runs the peer of a machine that joined before, until Ctrl-C. It waits for its tracker when that is not there yet.':
    'Pone en marcha, hasta Ctrl-C, el par de un equipo que ya entró en una red. Si su tracker aún no está, lo espera.',
  'folders to share, beside those shared before': 'carpetas que compartir, además de las ya compartidas',
  'run a tracker alone': 'pone en marcha solo un tracker',
  'A tracker knows who is there and what they have; it shares and stores no files. It prints two links: one for an admin, good once, and one for members.':
    'Un tracker sabe quién está y qué tiene cada uno; no comparte ni guarda archivos. Muestra dos enlaces: uno para un administrador, que vale una vez, y otro para miembros.',
  "Several trackers of one network share a database and the network's key. The database's password comes from PGPASSWORD, from AYNI_STORE (the whole address) or from a --store-file, never from the command line.":
    'Varios trackers de una red comparten una base de datos y la clave de la red. La contraseña de la base viene de PGPASSWORD, de AYNI_STORE (la dirección entera) o de un --store-file, nunca de la línea de comandos.',
  '"open" opens the pages for admins of the tracker that runs; "backup" copies its state to FOLDER; "move" moves the network to --store':
    '"open" abre las páginas de administración del tracker en marcha; "backup" copia su estado a FOLDER; "move" traslada la red a --store',
  'with "backup": where to, a folder that is not there yet': 'con "backup": adónde, una carpeta que aún no exista',
  'with "open": print the link only': 'con "open": solo muestra el enlace',
  'open the web app in the browser': 'abre la aplicación web en el navegador',
  'The link lets one browser in, once, within a minute. Give it to nobody.':
    'El enlace deja entrar a un navegador, una vez, durante un minuto. No se lo des a nadie.',
  'print the link only, to open it yourself': 'solo muestra el enlace, para abrirlo a mano',
  'leave the network': 'sale de la red',
  'The others no longer see this peer nor what it shared; a running peer ends. Shared and fetched files stay.':
    'Los demás ya no ven este par ni lo que compartía; el par en marcha termina. Los archivos compartidos y descargados se quedan.',
  'forget the network on this machine, though no tracker can be told':
    'olvida la red en este equipo, aunque no se pueda avisar a ningún tracker',
  'show and set speed limits': 'muestra y cambia los límites de velocidad',
  'Without options: shows what holds. Changes hold at once and are remembered. Where several rows of a schedule cover the same time, the first one holds; what a row does not name stays as it is. A row may cross midnight.':
    'Sin opciones muestra lo que vale. Los cambios valen en el acto y se recuerdan. Si varias filas del horario cubren la misma hora, vale la primera; lo que una fila no nombra queda como está. Una fila puede pasar de medianoche.',
  'all uploads together; "off" for no limit': 'todas las subidas juntas; "off" es sin límite',
  'all downloads together': 'todas las descargas juntas',
  'to each other peer': 'hacia cada otro par',
  'from each other peer': 'desde cada otro par',
  'other limits for some hours; may be given again, and replaces the schedule before':
    'otros límites a ciertas horas; puede repetirse, y sustituye el horario anterior',
  'the same limits at all hours': 'los mismos límites a todas horas',
  'peers that are served at the same time': 'pares atendidos a la vez',
  'downloads that run at the same time': 'descargas a la vez',
  'show what this machine does': 'muestra qué hace este equipo',
  'watch transfers and peers live': 'muestra en vivo transferencias y pares',
  'Shows transfers and peers live: q quits, p pauses the chosen download or resumes it, the arrow keys choose. Into a pipe it prints them once.':
    'Muestra en vivo transferencias y pares: q sale, p pausa la descarga elegida o la reanuda, las flechas eligen. En una tubería los muestra una vez.',
  'check and show the configuration': 'comprueba y muestra la configuración',
  'A flag goes before the environment, that before the settings file, and that before what the state folder remembers of earlier command lines. Options are those of "up": they show what would hold with them. Secrets are masked.':
    'Una opción va antes que el entorno, este antes que el archivo de ajustes, y este antes que lo que la carpeta de estado recuerda de líneas anteriores. Las opciones son las de "up": muestran qué valdría con ellas. Los secretos se ocultan.',
  '"check" says what is wrong, "print" shows what holds and from where':
    '"check" dice qué está mal, "print" muestra qué vale y de dónde viene',
  'the settings file (ayni.toml in the state folder unless given)':
    'el archivo de ajustes (si no se dice, ayni.toml en la carpeta de estado)',
  'say what is not as it should be': 'dice qué no está como debería',
  'Looks at what runs on this machine and says what is not as it should be, and which doors to other systems are open.':
    'Mira lo que está en marcha en este equipo y dice qué no está como debería, y qué puertas a otros sistemas están abiertas.',

  // Sharing.
  'share a folder, a file or a manifest': 'comparte una carpeta, un archivo o una lista',
  'Files that match a line of .ayniignore (written like .gitignore) are left out.':
    'Se excluyen los archivos que encajan con una línea de .ayniignore (escrito como .gitignore).',
  'a folder, a file, or with --manifest a list of files':
    'una carpeta, un archivo o, con --manifest, una lista de archivos',
  'what the share is called (the name of the folder or file unless given)':
    'cómo se llama lo compartido (si no se dice, como la carpeta o el archivo)',
  'with files whose name begins with a dot': 'con los archivos cuyo nombre empieza con un punto',
  'PATH is a text file with "name path" on each line': 'PATH es un archivo de texto con "nombre ruta" en cada línea',
  'only for this group; may be given again': 'solo para este grupo; puede repetirse',
  'only for this peer; may be given again': 'solo para este par; puede repetirse',
  'stop sharing': 'deja de compartir',
  'The files stay where they are.': 'Los archivos se quedan donde están.',
  'the share’s name, as "status" shows it': 'el nombre de lo compartido, como lo muestra "status"',
  'look for changes in shares now': 'busca ahora cambios en lo compartido',
  'A running peer notices changes by itself; this is for file systems that tell of none, such as network drives.':
    'Un par en marcha nota los cambios solo; esto es para sistemas de archivos que no los avisan, como unidades de red.',
  'one share; all unless given': 'solo este recurso; si no se dice, todos',

  // Finding and fetching.
  'find files and folders by name': 'busca archivos y carpetas por su nombre',
  'parts of the name or path; all must occur. None lists everything':
    'partes del nombre o de la ruta; deben estar todas. Sin ninguna lo lista todo',
  'A word of three letters or more is found anywhere in a name or path, a shorter one where a word begins: "on" finds one.txt and not song.txt. One or two marks alone, such as "%", find nothing; beside other words they have to be there, too.':
    'Una palabra de tres letras o más se encuentra en cualquier parte de un nombre o ruta; una más corta, donde empieza una palabra: "on" encuentra one.txt y no song.txt. Uno o dos signos solos, como "%", no encuentran nada; junto a otras palabras también deben estar.',
  'only these': 'solo estos',
  'with this ending, such as jpg; may be given again': 'con esta terminación, como jpg; puede repetirse',
  'at least this large, such as 10MB': 'de este tamaño como mínimo, como 10MB',
  'at most this large': 'de este tamaño como máximo',
  'shared by this peer': 'que comparte este par',
  'only what somebody who is online has': 'solo lo que tiene alguien que está en línea',
  'at most this many': 'como máximo tantos',
  'list what peers share': 'lista lo que comparten los pares',
  'the shares of all peers': 'lo que comparten todos los pares',
  'the shares of the peer "left"': 'lo que comparte el par "left"',
  'a folder with all below': 'una carpeta con todo lo que contiene',
  'a peer, or a folder of one; none lists the shares of all':
    'un par, o una carpeta suya; sin nada, lo que comparten todos',
  'with everything below': 'con todo lo que contiene',
  'list the peers of the network': 'lista los pares de la red',
  'only those that are online': 'solo los que están en línea',
  'show who has a file': 'muestra quién tiene un archivo',
  'a name, a content id, or PEER:share/path': 'un nombre, un id de contenido o PEER:recurso/ruta',
  'which of several contents, by the beginning of its id': 'cuál de varios contenidos, por el principio de su id',
  'fetch files and folders': 'descarga archivos y carpetas',
  'Nothing is ever overwritten: a file that is there with the same bytes is kept, another one gets a number beside it. What was interrupted goes on where it stopped when the same command is given again. Patterns are those of .gitignore, relative to the folder: "*.pdf", "2025/", "!draft.pdf".':
    'Nunca se sobrescribe nada: un archivo con los mismos bytes se conserva; si es otro, el nuevo recibe un número. Lo interrumpido sigue donde quedó al dar de nuevo el mismo comando. Los patrones son los de .gitignore, relativos a la carpeta: "*.pdf", "2025/", "!borrador.pdf".',
  'names, content ids, links, PEER:share/path, folders, or DIALECT://HOST:PORT/NAME':
    'nombres, ids de contenido, enlaces, PEER:recurso/ruta, carpetas o DIALECT://HOST:PORT/NAME',
  'which of several contents with this name, by the beginning of its id':
    'cuál de varios contenidos con este nombre, por el principio de su id',
  'where to put it (the downloads folder unless given)': 'dónde ponerlo (si no se dice, en la carpeta de descargas)',
  'do not offer it to others afterwards': 'no lo ofrece después a los demás',
  'of a folder, only files that match; may be given several times':
    'de una carpeta, solo los archivos que encajan; puede repetirse',
  'of a folder, no files that match; may be given several times':
    'de una carpeta, ningún archivo que encaje; puede repetirse',
  'of a folder, files that match before the others; may be given several times':
    'de una carpeta, primero los archivos que encajan; puede repetirse',
  'one file after the other, each from its beginning, to play it meanwhile':
    'un archivo tras otro, cada uno desde el principio, para verlo u oírlo mientras llega',
  'make a link of a file or folder': 'crea un enlace a un archivo o carpeta',
  'Who is in the network fetches by it with "{self} get LINK", from whoever has the file then. It lets nobody in.':
    'Quien está en la red lo descarga con "{self} get LINK", de quien tenga entonces el archivo. No deja entrar a nadie.',
  'a name, a content id, or PEER:share/path; folders too':
    'un nombre, un id de contenido o PEER:recurso/ruta; también carpetas',
  'fetch what matches when it appears': 'descarga lo que encaja en cuanto aparece',
  'Fetches what matches all of it, what is there now and what appears, until Ctrl-C. What this machine has already is left.':
    'Descarga lo que encaja con todo ello, lo que hay ahora y lo que aparezca, hasta Ctrl-C. Lo que este equipo ya tiene se deja.',
  'words as "search" takes them, or globs in quotes: "*.pdf", "music/**"':
    'palabras como en "search", o patrones entre comillas: "*.pdf", "music/**"',
  'end after the first': 'termina tras el primero',
  'say what matches, and fetch nothing': 'dice qué encaja, sin descargar nada',
  'keep a folder the same as a peer’s': 'mantiene una carpeta igual que la de un par',
  'Fetches what is new, and replaces or deletes only what it wrote itself and nobody changed since. What you changed here stays until the peer\'s changes too, and then gets a name such as "notes (conflict 2026-11-26).txt". Your own files stay. While the peer is offline nothing is touched.':
    'Descarga lo nuevo, y solo sustituye o borra lo que escribió ella misma y nadie cambió después. Lo que cambiaste aquí se queda hasta que cambie también en el par, y recibe entonces un nombre como "notas (conflict 2026-11-26).txt". Tus propios archivos se quedan. Mientras el par está ausente no se toca nada.',
  'a folder of a peer, or a whole share': 'una carpeta de un par, o todo un recurso compartido',
  'the folder to keep the same; it is made where it is not there':
    'la carpeta que mantener igual; se crea si no existe',
  'end when it is the same': 'termina cuando es igual',
  'list, order, pause, resume or cancel downloads': 'lista, ordena, pausa, reanuda o cancela descargas',
  '"list", "pause", "resume", "cancel" or "move"': '"list", "pause", "resume", "cancel" o "move"',
  'ids, as "list" shows them, or "all"; for "move" an id and first, last, up or down':
    'ids, como los muestra "list", o "all"; para "move", un id y first, last, up o down',

  // Talking.
  'do all of this in a shell': 'hace todo esto en una consola propia',
  'Understands peers, ls, list, where, search, get, rehash and more ("help" lists them), with history and Tab. From a pipe it reads a command a line, without a prompt; the exit code is that of the first that failed.':
    'Entiende peers, ls, list, where, search, get, rehash y más ("help" los lista), con historial y Tab. De una tubería lee un comando por línea; el código de salida es el del primero que falló.',
  'see, request and leave by numbers': 'ver, pedir y salir por números',
  'Lists the files of the network, fetches one by its name, or leaves the network for good. Ctrl-D ends the menu alone.':
    'Lista los archivos de la red, descarga uno por su nombre o sale de la red para siempre. Ctrl-D cierra solo el menú.',
  'print what completes commands in your shell': 'muestra lo que completa comandos en tu shell',
  'Prints a script that completes commands, options, peers, and paths of peers while a peer runs here.':
    'Muestra un script que completa comandos, opciones, pares y rutas de pares mientras aquí hay un par en marcha.',
  'or, where bash-completion is not installed, in ~/.bashrc:':
    'o, donde no está instalado bash-completion, en ~/.bashrc:',
  'in ~/.zshrc, after compinit:': 'en ~/.zshrc, después de compinit:',
  'or, into a folder of $fpath:': 'o, en una carpeta de $fpath:',
  'Examples, one for each shell; they make it stay:': 'Ejemplos, uno por shell; así queda para siempre:',
  'which shell': 'qué shell',

  // Administering.
  'make, list and revoke invites': 'crea, lista y revoca invitaciones',
  'Guests share nothing, but serve what they fetch; members share; admins also invite, revoke and withdraw.':
    'Los invitados (guest) no comparten, pero sirven lo que descargan; los miembros (member) comparten; los administradores (admin) también invitan, expulsan y retiran.',
  'a link for one new member, good for a week': 'un enlace para un nuevo miembro, válido una semana',
  'for a class, today': 'para una clase, hoy',
  '"create", "list" or "revoke"': '"create", "list" o "revoke"',
  'which invite to revoke, as "list" shows it': 'qué invitación revocar, como la muestra "list"',
  'what who joins may do': 'qué puede hacer quien entra',
  'a group that who joins is in; may be given again': 'un grupo al que pertenece quien entra; puede repetirse',
  'how many may join with it': 'cuántos pueden entrar con él',
  'until when, such as 12h or 7d': 'hasta cuándo, como 12h o 7d',
  'list the members': 'lista los miembros',
  'shut a member out': 'expulsa a un miembro',
  'The tracker refuses the member at once, the other peers within a heartbeat (20 s).':
    'El tracker rechaza al miembro en el acto; los demás pares, en un latido (20 s).',
  'name, or the beginning of the id': 'el nombre, o el principio del id',
  'remove a file from the whole network': 'retira un archivo de toda la red',
  "Nobody finds the content any more, under whatever name, and it cannot be published again. Files on the members' machines stay. Where a name stands for several contents it asks which, and withdraws nothing where nobody can answer.":
    'Nadie encuentra ya el contenido, con ningún nombre, y no se puede publicar de nuevo. Los archivos en los equipos de los miembros se quedan. Si un nombre designa varios contenidos pregunta cuál, y no retira nada si nadie puede responder.',
  'a name, a content id, a link, or PEER:share/path': 'un nombre, un id de contenido, un enlace o PEER:recurso/ruta',

  // Settings.
  'what others see this peer as': 'el nombre con que los demás ven este par',
  'the host name': 'el nombre del equipo',
  'where other peers fetch from us': 'puerto donde los demás descargan de aquí',
  '7742, or a free one': '7742, o uno libre',
  'where fetched files land': 'adónde van los archivos descargados',
  'what "ayni limit" says': 'lo que diga "ayni limit"',
  'connections of peers at the same time': 'conexiones de pares a la vez',
  'threads that receive, for links of several Gbit/s': 'hilos que reciben, para líneas de varios Gbit/s',
  'ask the tracker about each peer that connects': 'pregunta al tracker por cada par que se conecta',
  'where the tracker listens': 'puerto donde escucha el tracker',
  '"invite" (with a link only) or "open" (anyone may join)':
    '"invite" (solo con un enlace) u "open" (entra cualquiera)',
  'connections to the tracker at the same time': 'conexiones al tracker a la vez',
  'keep the state in PostgreSQL, postgres://user@host/name':
    'guarda el estado en PostgreSQL, postgres://usuario@equipo/nombre',
  'a file in the state folder': 'un archivo en la carpeta de estado',
  'a file with that address, which may hold the password':
    'un archivo con esa dirección, que puede llevar la contraseña',
  'the signing key of a network that has other trackers over the same database':
    'la clave de firma de una red que tiene otros trackers sobre la misma base de datos',
  'let programs of those systems in, who have no credential':
    'deja entrar a los programas de esos sistemas, que no tienen credencial',
  'listen on this address only': 'escucha solo en esta dirección',
  'all addresses': 'en todas',
  'where the local API listens': 'puerto donde escucha la API local',
  'the last one, or a free one': 'el último, o uno libre',
  'debug, info, warn, error or silent': 'debug, info, warn, error o silent',
  'log to stderr as JSON, not to the state folder':
    'escribe el registro en la salida de errores, en JSON, y no en la carpeta de estado',
  'serve /metrics (Prometheus) and /health there': 'ofrece /metrics (Prometheus) y /health en ese puerto',
  off: 'no',
  'let others than this machine read them, at this address': 'deja que los lean otros equipos, en esta dirección',
  'send traces to this collector (OpenTelemetry, OTLP over HTTP)':
    'envía trazas a este colector (OpenTelemetry, OTLP sobre HTTP)',
  'of the traces that begin here, so many are sent': 'de las trazas que empiezan aquí, cuántas se envían',
};
