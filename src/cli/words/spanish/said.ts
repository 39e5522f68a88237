/** What commands say. */
export const said = {
  // Of more than one command.
  ID: 'ID',
  NAME: 'NOMBRE',
  SIZE: 'TAMAÑO',
  SOURCES: 'FUENTES',
  CHANGED: 'CAMBIADO',
  PATH: 'RUTA',
  STATE: 'ESTADO',
  FILES: 'ARCHIVOS',
  ROLE: 'PAPEL',
  GROUPS: 'GRUPOS',
  ADDRESS: 'DIRECCIÓN',
  PEER: 'PAR',
  admin: 'administrador',
  member: 'miembro',
  tracker: 'tracker',
  foreign: 'ajeno',
  guest: 'invitado',
  online: 'en línea',
  away: 'ausente',
  and: 'y',
  none: 'ninguno',
  all: 'todo',
  failed: 'ha fallado',
  '{part} of {all}': '{part} de {all}',
  ' (also {names})': ' (también {names})',
  'and {count} more': 'y {count} más',
  'Nothing is shared.': 'No hay nada compartido.',
  'Nothing is shared yet.': 'Todavía no hay nada compartido.',
  'Try "{help}".': 'Prueba "{help}".',
  'This is a bug in Ayni. Please report it with the following:':
    'Es un fallo de Ayni. Por favor, comunícalo con lo siguiente:',
  'request {id}, see the log of whoever answered it': 'petición {id}, véase el registro de quien la respondió',
  'Done, but other commands use this one: it ends with the last of them (Ctrl-C ends all).':
    'Hecho, pero otros comandos usan este: termina con el último de ellos (Ctrl-C los termina todos).',

  // What a download or a share does.
  waiting: 'en espera',
  running: 'descargando',
  paused: 'en pausa',
  blocked: 'detenida',
  done: 'hecha',
  cancelled: 'cancelada',
  scanning: 'mirando',
  hashing: 'calculando',
  publishing: 'publicando',
  ready: 'listo',
  'Scanning {name}: {entries}': 'Mirando {name}: {entries}',
  'Hashing {name}: {how}, {files} to go': 'Calculando huellas de {name}: {how}, quedan {files}',
  'Publishing {name}: {files}': 'Publicando {name}: {files}',
  ', {time} left': ', quedan {time}',
  '{time} left': 'quedan {time}',
  'from {names}': 'de {names}',
  'Sharing {what}.': 'Se comparte {what}.',
  'Not sharing {what}.': 'No se comparte {what}.',
  '{files} left out:': 'Fuera quedan {files}:',
  '{files} still being written: shared when nothing changes any more.':
    'Aún se escribe en {files}: se comparte cuando ya nada cambie.',
  '… ("status" shows more)': '… ("status" muestra más)',
  '{name} is here as {now}': '{name} está aquí como {now}',
  'and {count} more have other names here': 'y {count} más tienen aquí otros nombres',
  ', all of it from this machine': ', todo de este mismo equipo',
  ', of which {size} were here already': ', de ellos {size} ya estaban aquí',

  // Starting and ending.
  '{name}, listening on port {port}': '{name}, escucha en el puerto {port}',
  'must let TCP {ports} in to this machine': 'debe dejar entrar TCP {ports} a este equipo',
  '{port} (tracker)': '{port} (tracker)',
  '{port} (files)': '{port} (archivos)',
  'Try in another terminal:': 'Prueba en otra terminal:',
  'The web app, in your browser: "{command}" in another terminal.':
    'La aplicación web, en tu navegador: "{command}" en otra terminal.',
  'Ctrl-C stops it.': 'Ctrl-C lo detiene.',
  'To administer the network from your own machine, with a folder you want to share:':
    'Para administrar la red desde tu propio equipo, con una carpeta que quieras compartir:',
  'On the others’ machines, with a folder they want to share:':
    'En los equipos de los demás, con una carpeta que quieran compartir:',
  'Anyone who has this link may join, now and later (access open).':
    'Quien tenga este enlace puede entrar, ahora y después (acceso open).',
  once: 'una vez',
  '{count} times': '{count} veces',
  'The link is good {uses}, for {time}. Give it only to who may join.':
    'El enlace vale {uses}, durante {time}. Dáselo solo a quien pueda entrar.',
  '{name} stays shared as it was: "unshare" it first for a change.':
    '{name} sigue compartido como estaba: para cambiarlo, primero "unshare".',
  'A guest shares nothing.': 'Un invitado no comparte nada.',
  'Nothing is shared yet: "{command}" in another terminal.':
    'Todavía no hay nada compartido: "{command}" en otra terminal.',
  'Stopping: transfers that run go on at the next start.':
    'Terminando: las transferencias en curso seguirán al arrancar de nuevo.',
  'The membership was ended from another terminal: stopping.':
    'Desde otra terminal se ha salido de la red: terminando.',
  'This machine is a member of the network already.': 'Este equipo ya es miembro de la red.',
  'Joined the network as {role}.': 'Has entrado en la red como {role}.',
  '"{command}" runs the peer.': '"{command}" pone en marcha el par.',
  'Waiting for the tracker ({where}) to answer. Ctrl-C gives up.':
    'Esperando la respuesta del tracker ({where}). Ctrl-C abandona.',
  '{reason} Trying again until it answers.': '{reason} Se intenta de nuevo hasta que responda.',
  'Left the network. Shared and fetched files stay where they are.':
    'Has salido de la red. Los archivos compartidos y descargados se quedan donde están.',
  'The browser opens. If it does not: this link is good once, for a minute.':
    'Se abre el navegador. Si no: este enlace vale una vez, durante un minuto.',
  '{why} Open the link in a browser on this machine: it is good once, for a minute.':
    '{why} Abre el enlace en un navegador de este equipo: vale una vez, durante un minuto.',
  'Ayni runs while the page is open; "{command}" keeps it running. Ctrl-C ends it.':
    'Ayni funciona mientras la página está abierta; "{command}" lo mantiene en marcha. Ctrl-C lo termina.',

  // How this machine is: names of facts are at most 11 letters.
  Ayni: 'Ayni',
  State: 'Estado',
  Tracker: 'Tracker',
  Warning: 'Aviso',
  Network: 'Red',
  Peer: 'Par',
  Id: 'Id',
  Connection: 'Conexión',
  Limits: 'Límites',
  Downloads: 'Descargas',
  Uploads: 'Subidas',
  Publishing: 'Publicación',
  Fetching: 'Descargando',
  Sending: 'Enviando',
  Traffic: 'Tráfico',
  Logs: 'Registro',
  Firewall: 'Cortafuegos',
  Now: 'Ahora',
  Else: 'Si no',
  Schedule: 'Horario',
  Slots: 'Puestos',
  Jobs: 'Descargas',
  'not running ("{command}" starts it)': 'no está en marcha ("{command}" lo arranca)',
  'running for {time} (process {pid})': 'en marcha desde hace {time} (proceso {pid})',
  'runs here on port {port}, access {access}; others reach it at {where}':
    'funciona aquí en el puerto {port}, acceso {access}; los demás llegan a él en {where}',
  'the native BLAKE3 does not load here: hashing works, but slowly':
    'el BLAKE3 nativo no carga aquí: las huellas se calculan, pero despacio',
  ', groups {groups}': ', grupos {groups}',
  ', strict': ', estricto',
  'port {port}': 'puerto {port}',
  'to the tracker {where}': 'con el tracker {where}',
  'not connected to {where}': 'sin conexión con {where}',
  '{used} of {slots} in use': '{used} de {slots} en uso',
  'no limits': 'sin límites',
  ' (by the schedule)': ' (según el horario)',
  '{count} peers are served at the same time': '{count} pares atendidos a la vez',
  '{count} downloads run at the same time': '{count} descargas a la vez',
  SHARE: 'COMPARTIDO',
  'LEFT OUT': 'EXCLUIDOS',
  FOR: 'PARA',
  '{share} leaves out {path}: {why}': '{share} excluye {path}: {why}',
  everyone: 'todos',
  '{sent} sent, {received} received': '{sent} enviados, {received} recibidos',
  ok: 'bien',
  look: 'mirar',
  'The tracker listens on port {port} (access: {access}).':
    'El tracker escucha en el puerto {port} (acceso: {access}).',
  'Connected to {tracker}.': 'Conectado con {tracker}.',
  'No tracker answers yet.': 'Todavía no responde ningún tracker.',
  'No other machine can fetch from here: this peer listens at {host} only (--host).':
    'Ninguna otra máquina puede traer nada de aquí: este par escucha solo en {host} (--host).',
  'Others fetch from here on port {port}: a firewall must let it in.':
    'Los demás descargan de aquí por el puerto {port}: un cortafuegos debe dejarlo entrar.',
  'Share "{name}": {why}': 'Recurso "{name}": {why}',
  'Share "{name}": {count} entries are not shared ("status" says why).':
    'Recurso "{name}": {count} entradas no se comparten ("status" dice por qué).',
  'Hashing is native.': 'Las huellas se calculan con código nativo.',
  'The native BLAKE3 does not load: hashing is slow.': 'El BLAKE3 nativo no carga: calcular huellas es lento.',
  'No door to another system is open.': 'No hay ninguna puerta abierta a otro sistema.',
  'tracker on port {port}': 'tracker en el puerto {port}',
  'peer on port {port}': 'par en el puerto {port}',
  'bridge to the whole network': 'puente a toda la red',
  '{dialect} is open ({how}): neither encrypted nor authenticated.':
    '{dialect} está abierto ({how}): sin cifrar ni autenticar.',
  'Settings file: {file}': 'Archivo de ajustes: {file}',
  'There is no settings file, and nothing is wrong.': 'No hay archivo de ajustes, y nada está mal.',
  SETTING: 'AJUSTE',
  VALUE: 'VALOR',
  FROM: 'DE',
  default: 'por defecto',
  remembered: 'recordado',
  file: 'archivo',
  environment: 'entorno',
  flag: 'opción',

  // Sharing.
  'Others can fetch it while Ayni runs here: "{command}" starts it.':
    'Los demás pueden descargarlo mientras Ayni esté en marcha aquí: "{command}" lo arranca.',
  'No longer shared: {name}. Its files stay where they are.':
    'Ya no se comparte: {name}. Sus archivos se quedan donde están.',

  // Finding and fetching.
  'Nothing found.': 'No se ha encontrado nada.',
  'There is more: {option} shows it.': 'Hay más: {option} lo muestra.',
  'Nobody shares anything yet.': 'Todavía nadie comparte nada.',
  'Empty.': 'Vacío.',
  SEEN: 'VISTO',
  HAS: 'TIENE',
  'FREE SLOTS': 'PUESTOS LIBRES',
  DIALECT: 'DIALECTO',
  'CHOOSE WITH': 'ELIGE CON',
  'Which? (1 to {last}, nothing for none)': '¿Cuál? (1 a {last}, nada para ninguno)',
  'It is too long for a QR code.': 'Es demasiado largo para un código QR.',
  '"{self} get LINK" fetches it, for members of this network.':
    '"{self} get LINK" lo descarga, para miembros de esta red.',
  'Interrupted: the same command goes on where this one stopped.':
    'Interrumpido: el mismo comando sigue donde quedó este.',
  'The download goes on in the running peer: "{command}" shows it, "downloads cancel" ends it.':
    'La descarga sigue en el par en marcha: "{command}" la muestra, "downloads cancel" la termina.',
  '{downloads} go on when Ayni runs here again: "{command}" shows them.':
    'Cuando Ayni vuelva a estar en marcha aquí seguirán {downloads}: "{command}" lo muestra.',
  '{downloads} go on in the running peer: "{command}" shows them.':
    'En el par en marcha siguen {downloads}: "{command}" lo muestra.',
  'Watching for more. Ctrl-C ends it.': 'A la espera de más. Ctrl-C lo termina.',
  'Following. Ctrl-C ends it.': 'Siguiendo los cambios. Ctrl-C lo termina.',
  '{reason} Waiting.': '{reason} A la espera.',
  '{fetched} fetched, {replaced} replaced, {deleted} deleted, {conflicts}.':
    'Descargados: {fetched}; sustituidos: {replaced}; borrados: {deleted}; {conflicts}.',
  '{path} was changed here: yours is {now}': '{path} se cambió aquí: lo tuyo es {now}',
  'No downloads: "{command}" begins one.': 'No hay descargas: "{command}" empieza una.',
  DONE: 'HECHO',
  SPEED: 'VELOCIDAD',
  LEFT: 'QUEDA',
  Paused: 'En pausa',
  'Goes on': 'Sigue',
  Cancelled: 'Cancelada',
  'Moved {to}: {name}': 'Movida ({to}): {name}',

  // The screen of top.
  'down {down}  up {up}': 'bajada {down}  subida {up}',
  'no tracker answers': 'no responde ningún tracker',
  'Peers ({online} of {all} online)': 'Pares ({online} de {all} en línea)',
  'q quit  p pause/resume  arrows choose': 'q salir  p pausar/reanudar  flechas elegir',

  // Shell and menu.
  '"help" lists what there is, "quit" ends.': '"help" lista lo que hay, "quit" termina.',
  'no network': 'sin red',
  'In no network: "connect LINK" joins one.': 'Sin red: "connect LINK" entra en una.',
  'Connected.': 'Conectado.',
  'Connected: this machine is in that network.': 'Conectado: este equipo está en esa red.',
  'Only a new invite brings this machine back. Leave? (yes)':
    'Solo una nueva invitación traerá de vuelta este equipo. ¿Salir? (sí)',
  yes: 'sí',
  'Not left.': 'No has salido.',
  'joins a network by its invite link': 'entra en una red con su enlace de invitación',
  'ends the shell': 'termina',
  'Names with blanks stand in quotes. Commands take the options that they have outside.':
    'Los nombres con espacios van entre comillas. Los comandos toman las opciones que tienen fuera.',
  'There are more than {files}: "search" finds the others.': 'Hay más de {files}: "search" encuentra los demás.',
  'who is there': 'quién está',
  'what a peer shares': 'qué comparte un par',
  'every file: how many have it, name, size, id or MD5': 'cada archivo: cuántos lo tienen, nombre, tamaño, id o MD5',
  'who has a file': 'quién tiene un archivo',
  'files whose names hold it': 'archivos cuyo nombre lo contiene',
  'fetches it; -o FOLDER says where to': 'lo descarga; -o FOLDER dice adónde',
  'what is fetched, and was': 'qué se descarga, y se descargó',
  'shares a folder or a file': 'comparte una carpeta o un archivo',
  'stops that': 'deja de hacerlo',
  'looks for changes in shares now': 'busca ahora cambios en lo compartido',
  'the same': 'lo mismo',
  'what this machine does': 'qué hace este equipo',
  'speed limits': 'límites de velocidad',
  'what is not as it should be': 'qué no está como debería',
  'the members (admins)': 'los miembros (administradores)',
  'makes an invite link (admins)': 'crea un enlace de invitación (administradores)',
  'joins the network of an invite': 'entra en la red de una invitación',
  'leaves the network for good': 'sale de la red para siempre',
  'this, or all about one command': 'esto, o todo sobre un comando',
  'ends the shell; so does exit': 'termina; exit también',
  'Say 1, 2 or 3.': 'Di 1, 2 o 3.',
  'To make it stay:': 'Para que quede para siempre:',

  // Administering.
  'one use': 'un uso',
  '{count} uses': '{count} usos',
  'Good for {uses} as {role}, {time} from now. It is shown this once.':
    'Vale para {uses} como {role}, durante {time}. Solo se muestra esta vez.',
  'USES LEFT': 'USOS',
  UNTIL: 'HASTA',
  JOINED: 'ENTRÓ',
  revoked: 'revocado',
  expired: 'caducado',
  'Nobody joins with {invite} any more; who has joined stays.': 'Ya nadie entra con {invite}; quien entró se queda.',
  '{members} had wrong bytes from it': 'recibieron de él datos erróneos: {members}',
  '{name} is shut out: at the tracker now, at the other peers within a heartbeat.':
    '{name} queda expulsado: en el tracker ya, en los demás pares en un latido.',
  'Withdrawn: nobody finds {name} any more.': 'Retirado: ya nadie encuentra {name}.',
  '{folder}: {members}, {entries} published files and folders, {size}.':
    '{folder}: {members}, {entries} archivos y carpetas publicados, {size}.',
  'It holds the key of the network: keep it as you keep a password.':
    'Contiene la clave de la red: guárdala como se guarda una contraseña.',
  'Try it on another machine: {command}': 'Pruébala en otro equipo: {command}',
  'Moved {members}, {shares} with {entries} files and folders, and {holds} other holdings.':
    'Trasladados: {members}, {shares} con {entries} archivos y carpetas, y otras {holds} tenencias.',
  'The next "{command}" uses the database; the file tracker.sqlite is as it was.':
    'El próximo "{command}" usa la base de datos; el archivo tracker.sqlite queda como estaba.',
};
