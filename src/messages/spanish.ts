/** What errors, daemons and trackers say. Addresses, paths and names are values. */
export const spanish = {
  // Of links and ids.
  'This link invites into a network, and names no file: "ayni join LINK" takes it.':
    'Este enlace invita a una red, y no nombra un archivo: es para "ayni join LINK".',
  'This link is of another network than the one this machine is in: join that first.':
    'Este enlace es de otra red que la de este equipo: entra primero en esa.',
  'The peer that this link names has left the network.': 'El par que nombra este enlace ha salido de la red.',
  'This is not a link of a file: it should begin with ayni:file/ or ayni:folder/.':
    'No es un enlace de archivo: debe empezar con ayni:file/ o ayni:folder/.',
  'This link is of version {version}; this program speaks version {own}. Is there a newer Ayni?':
    'Este enlace es de la versión {version}; este programa entiende la {own}. ¿Hay un Ayni más nuevo?',
  'This link is incomplete or changed: was all of it copied?':
    'Este enlace está incompleto o cambiado: ¿se copió entero?',
  'This link is incomplete: was all of it copied?': 'Este enlace está incompleto: ¿se copió entero?',
  'This is not an Ayni link: it should begin with ayni:// and hold a # (put it in quotes in a shell).':
    'No es un enlace de Ayni: debe empezar con ayni:// y llevar un # (en una shell, entre comillas).',
  '"{text}" is not an address: it should look like host:port or [IPv6]:port.':
    '"{text}" no es una dirección: debe ser como equipo:puerto o [IPv6]:puerto.',
  '"{id}" is not an id.': '"{id}" no es un id.',
  'This credential has expired.': 'Esta credencial ha caducado.',
  'This credential is from the future: check the clocks of both machines.':
    'Esta credencial viene del futuro: mira los relojes de ambos equipos.',
  'This member was revoked.': 'Este miembro fue expulsado.',
  'This invite {why}: ask for a new one.': 'Esta invitación {why}: pide una nueva.',
  'was revoked': 'fue revocada',
  'has expired': 'ha caducado',
  'is used up': 'está gastada',
  'is not known': 'no se conoce',

  // Of starting and of the state folder.
  'This machine is in no network yet: "ayni up FOLDER" starts one, "ayni join LINK FOLDER" joins one.':
    'Este equipo no está todavía en ninguna red: "ayni up FOLDER" crea una, "ayni join LINK FOLDER" entra en una.',
  'This machine is a member of another network: "ayni peer" runs it; for one of your own take another --state.':
    'Este equipo es miembro de otra red: "ayni peer" la pone en marcha; para una propia usa otro --state.',
  'A network of its own lives in this state folder: to join another, take another folder with --state.':
    'En esta carpeta de estado vive una red propia: para entrar en otra, usa otra carpeta con --state.',
  'A peer lives in this state folder: "ayni up" runs both; for a tracker alone take another --state.':
    'En esta carpeta de estado vive un par: "ayni up" pone en marcha ambos; para un tracker solo usa otro --state.',
  'The tracker of this network lives in the same state folder: "ayni up" runs both.':
    'El tracker de esta red vive en la misma carpeta de estado: "ayni up" pone en marcha ambos.',
  'This state folder is a member of another network ({network}): leave it first, or choose another with --state.':
    'Esta carpeta de estado es miembro de otra red ({network}): sal primero de ella, o elige otra con --state.',
  '{who} uses the state folder {state}: stop it, or take another with --state.':
    '{who} usa la carpeta de estado {state}: termínalo, o usa otra con --state.',
  'Another Ayni holds the state folder {state}, but its local API does not come up: stop that process.':
    'Otro Ayni ocupa la carpeta de estado {state}, pero su API local no responde: termina ese proceso.',
  'Port {port} of the {what} {why}: choose another with {option}.':
    'El puerto {port} ({what}) {why}: elige otro con {option}.',
  'is taken': 'está ocupado',
  'may not be used': 'no se puede usar',
  'Port {port} is taken by another program: choose another port.':
    'El puerto {port} lo ocupa otro programa: elige otro.',
  'Port {port} may not be used here: choose one from 1024 on.':
    'El puerto {port} no se puede usar aquí: elige uno desde 1024.',
  'Port {port} is taken: choose another with --control-port.':
    'El puerto {port} está ocupado: elige otro con --control-port.',
  'The state folder {folder} is a file.': 'La carpeta de estado {folder} es un archivo.',
  'The state in {folder} is of a newer Ayni (state version {found}, this one reads {own}): update Ayni, or take another --state.':
    'El estado en {folder} es de un Ayni más nuevo (versión {found}, este lee la {own}): actualiza Ayni, o usa otro --state.',
  'The state folder {folder} may not be written: take another with --state.':
    'En la carpeta de estado {folder} no se puede escribir: usa otra con --state.',
  'The state folder {folder} is a file, or inside of one: take another with --state.':
    'La carpeta de estado {folder} es un archivo, o está dentro de uno: usa otra con --state.',
  'The state folder {folder} cannot be used: {why}.': 'La carpeta de estado {folder} no se puede usar: {why}.',
  'The disk with the state folder {folder} is full: make room there, then try again.':
    'El disco de la carpeta de estado {folder} está lleno: haz sitio ahí e inténtalo de nuevo.',
  'The lock {path} cannot be taken: may the state folder be written?':
    'No se puede tomar el cerrojo {path}: ¿se puede escribir en la carpeta de estado?',
  '{path} is damaged: correct or remove it; it holds name, ports and folders only.':
    '{path} está dañado: corrígelo o quítalo; solo guarda nombre, puertos y carpetas.',
  '{path} is damaged: correct or remove it; it holds speed limits only.':
    '{path} está dañado: corrígelo o quítalo; solo guarda límites de velocidad.',
  '{path} is damaged: move it away and join again.': '{path} está dañado: apártalo y entra de nuevo.',
  '{path} was written by a newer version of Ayni: use that version.':
    '{path} lo escribió una versión más nueva de Ayni: usa esa versión.',
  '{path} cannot be read: is it yours?': '{path} no se puede leer: ¿es tuyo?',
  '{path} may not be read: check its owner and mode.': '{path} no se puede leer: mira su dueño y sus permisos.',
  "{path} may not be written: check the folder's owner and mode.":
    '{path} no se puede escribir: mira el dueño y los permisos de la carpeta.',
  '{path} cannot be written: the disk is full.': '{path} no se puede escribir: el disco está lleno.',
  'There are no settings {path}: write them, or name others.':
    'No existen los ajustes {path}: escríbelos, o nombra otros.',
  'The settings {path} cannot be read: are they yours?': 'Los ajustes {path} no se pueden leer: ¿son tuyos?',
  '{name} should be {what}, not {value}.': '{name} debe ser {what}, no {value}.',
  '{name} should be {what}.': '{name} debe ser {what}.',
  'Give tracker.store (--store) or tracker.store_file (--store-file), not both.':
    'O tracker.store (--store) o tracker.store_file (--store-file), no ambos.',
  'metrics.host says for whom metrics are, and no metrics.port says where: give both.':
    'metrics.host dice para quién son las métricas, y ningún metrics.port dónde: di ambos.',
  '{one} and {other} are both {port}: one port for each.': '{one} y {other} son ambos {port}: un puerto para cada uno.',
  'Programs of {dialect} come without a credential, and this network is by invite: allow it with --allow-unauthenticated, or allow_unauthenticated = true in [dialects].':
    'Los programas de {dialect} vienen sin credencial, y esta red es por invitación: permítelo con --allow-unauthenticated, o con allow_unauthenticated = true en [dialects].',
  'A password on the command line is seen by everybody on this machine: put it into PGPASSWORD, or the whole address into AYNI_STORE or a --store-file.':
    'Una contraseña en la línea de comandos la ven todos en este equipo: ponla en PGPASSWORD, o la dirección entera en AYNI_STORE o un --store-file.',
  'The store file {path} cannot be read: is it there, and yours?':
    'El archivo {path} con la dirección no se puede leer: ¿existe, y es tuyo?',
  'A store is like postgres://user@host:5432/name; without one it is a file.':
    'Un almacén es como postgres://usuario@equipo:5432/nombre; sin él es un archivo.',
  'The database has the state of another network: copy "tracker/network.key" of one of its trackers and name the copy with --network-key, together with a new --state.':
    'La base de datos tiene el estado de otra red: copia "tracker/network.key" de uno de sus trackers y nombra la copia con --network-key, junto con un --state nuevo.',
  'The database has the state of a network already, and nothing was changed: name an empty one with --store.':
    'La base de datos ya tiene el estado de una red, y no se cambió nada: nombra una vacía con --store.',
  'The network key {file} cannot be read: is it there, and yours?':
    'La clave de red {file} no se puede leer: ¿existe, y es tuya?',
  '{file} is no network key: copy "tracker/network.key" of another tracker.':
    '{file} no es una clave de red: copia "tracker/network.key" de otro tracker.',
  'Say where to: --store postgres://user@host:5432/name.': 'Di adónde: --store postgres://usuario@equipo:5432/nombre.',
  'There is no network in {state} to move: name its folder with --state.':
    'No hay ninguna red en {state} que trasladar: nombra su carpeta con --state.',
  'There is no tracker in {state}: name its folder with --state.':
    'No hay ningún tracker en {state}: nombra su carpeta con --state.',
  '{folder} is there already: name a folder that is not.': '{folder} ya existe: nombra una carpeta que no exista.',
  'There is no room for {path}.': 'No hay sitio para {path}.',
  '{folder} may not be written.': 'En {folder} no se puede escribir.',
  'The state of this tracker lies in PostgreSQL: back that up with its own tools (pg_dump), and copy "tracker/network.key".':
    'El estado de este tracker está en PostgreSQL: cópialo con sus propias herramientas (pg_dump), y copia "tracker/network.key".',
  'A tracker alone does not do this: use the peer of an admin.':
    'Un tracker solo no hace esto: usa el par de un administrador.',
  'This terminal has no desktop to open it on.': 'Esta terminal no tiene escritorio donde abrirlo.',
  'Nothing on this machine opens it.': 'Nada en este equipo lo abre.',

  // Of the daemon and of connections.
  'The daemon is gone: start it again with "ayni peer" or "ayni up".':
    'El servicio local ya no está: arráncalo de nuevo con "ayni peer" o "ayni up".',
  'The daemon ended before this was done.': 'El servicio local terminó antes de acabar esto.',
  'The daemon did not answer within 10 minutes.': 'El servicio local no respondió en 10 minutos.',
  "The daemon's answer to {path} is not understood: is it of another version? Stop it and start it again.":
    'No se entiende la respuesta del servicio local a {path}: ¿es de otra versión? Termínalo y arráncalo de nuevo.',
  'Only a tracker runs here, which shares and fetches nothing: use "ayni up".':
    'Aquí solo funciona un tracker, que no comparte ni descarga nada: usa "ayni up".',
  'More than {count} programs are attached already.': 'Ya hay más de {count} programas conectados.',
  'The network lives on this machine: it ends when Ayni is stopped for good and its state folder is removed.':
    'La red vive en este equipo: termina cuando Ayni se detiene para siempre y se quita su carpeta de estado.',
  'No tracker answers: {why}': 'No responde ningún tracker: {why}',
  'No address of a tracker is known: join again with a link.':
    'No se conoce la dirección de ningún tracker: entra de nuevo con un enlace.',
  '{where} cannot be reached: {why}.': 'No se llega a {where}: {why}.',
  'nothing listens there': 'allí no escucha nada',
  'its name is not known': 'no se conoce su nombre',
  'there is no way to it': 'no hay camino hasta allí',
  'it closed the connection': 'cerró la conexión',
  'it does not speak TLS 1.3': 'no habla TLS 1.3',
  'the connection failed': 'la conexión falló',
  '{where} did not answer within {seconds} s.': '{where} no respondió en {seconds} s.',
  '{where} did not answer {request} within {seconds} s.': '{where} no respondió a {request} en {seconds} s.',
  '{where} closed the connection before its answer ended.': '{where} cerró la conexión antes de terminar su respuesta.',
  'At {where} answers no Ayni tracker: is the address right?':
    'En {where} no responde un tracker de Ayni: ¿es correcta la dirección?',
  'At {where} answers a tracker of another network ({one}, not {other}).':
    'En {where} responde el tracker de otra red ({one}, no {other}).',
  'The credential of the tracker at {where} has expired: are the clocks of both machines right?':
    'La credencial del tracker en {where} ha caducado: ¿van bien los relojes de ambos equipos?',
  '{where} is no tracker of this network: {why}': '{where} no es un tracker de esta red: {why}',
  '{where} is no tracker of this network, but a member.': '{where} no es un tracker de esta red, sino un miembro.',
  'The tracker did not answer in time: it is asked again.':
    'El tracker no respondió a tiempo: se le pregunta de nuevo.',
  'This peer has left the network.': 'Este par ha salido de la red.',
  'This peer is no longer a member of the network.': 'Este par ya no es miembro de la red.',
  'All connections are taken: try again in {seconds} s.':
    'Todas las conexiones están ocupadas: inténtalo de nuevo en {seconds} s.',
  'Too many attempts from {address}: try again in {seconds} s.':
    'Demasiados intentos desde {address}: inténtalo de nuevo en {seconds} s.',
  'The tracker failed at this request: its log tells more.': 'El tracker falló en esta petición: su registro dice más.',

  // Of what members may.
  'A guest may not publish: guests only fetch. Ask an admin for an invite as member.':
    'Un invitado no puede publicar: solo descarga. Pide a un administrador una invitación como miembro.',
  'A {role} may not look into this network.': 'Quien es {role} no puede mirar en esta red.',
  'A {role} may not do this: it is for admins.': 'Quien es {role} no puede hacer esto: es para administradores.',
  'A {role} shares nothing: ask an admin for an invite as a member.':
    'Quien es {role} no comparte nada: pide a un administrador una invitación como miembro.',
  'This network takes members by invite: ask one of its admins for a link.':
    'En esta red se entra por invitación: pide un enlace a un administrador.',
  '{peer} was revoked by an admin of this network.': '{peer} fue expulsado por un administrador de esta red.',
  '{peer} is not a member of this network: join with an invite.':
    '{peer} no es miembro de esta red: entra con una invitación.',
  '{peer} is no member, or was revoked before.': '{peer} no es miembro, o ya fue expulsado.',
  'You cannot revoke yourself: leave the network, or ask another admin.':
    'No puedes expulsarte: sal de la red, o pídelo a otro administrador.',
  'There is no invite with this id.': 'No hay ninguna invitación con este id.',

  // Of shares.
  'There is no {path}.': 'No existe {path}.',
  'There is no {path}: check the spelling.': 'No existe {path}: mira cómo está escrito.',
  'More than {count} files and folders lie there: name a folder in it.':
    'Allí hay más de {count} archivos y carpetas: nombra una carpeta de dentro.',
  'Name the folder with its whole path, from the root on.': 'Nombra la carpeta con su ruta entera, desde la raíz.',
  '{path} is no folder: name one.': '{path} no es una carpeta: nombra una.',
  'Ayni keeps its own state there: name another folder.': 'Ayni guarda ahí su propio estado: nombra otra carpeta.',
  '{path} cannot be written: name another folder.': 'En {path} no se puede escribir: nombra otra carpeta.',
  'A peer has at most {max} shares: share a folder above them.':
    'Un par comparte como máximo {max} recursos: comparte una carpeta que los contenga.',
  'Nothing is shared as "{name}": "ayni status" shows the shares.':
    'Nada se comparte como "{name}": "ayni status" muestra lo compartido.',
  '{path} is shared already, as "{name}".': '{path} ya está compartido, como "{name}".',
  'There is a share named "{name}" already: choose another name.':
    'Ya se comparte algo con el nombre "{name}": elige otro.',
  '{path} is no folder and no file: it cannot be shared.': '{path} no es carpeta ni archivo: no se puede compartir.',
  "{path} is in Ayni's own state folder, which holds keys: share another.":
    '{path} está en la carpeta de estado de Ayni, que guarda claves: comparte otra.',
  '"{name}" cannot be the name of a share: choose a name without a slash.':
    '"{name}" no puede ser el nombre de algo compartido: elige uno sin barra.',
  '{path} cannot be read: give yourself permission to read it.': '{path} no se puede leer: date permiso para leerlo.',
  '{path} cannot be shared: {why}.': '{path} no se puede compartir: {why}.',
  'Line {line} of {manifest} {why}: each line should be "name path".':
    'La línea {line} de {manifest} {why}: cada línea debe ser "nombre ruta".',
  '{path} is too large for a manifest (16 MiB at most).':
    '{path} es demasiado grande para una lista (16 MiB como máximo).',
  'no permission to read it': 'sin permiso para leerlo',
  'it cannot be read ({code})': 'no se puede leer ({code})',
  'it vanished': 'desapareció',
  '{path} is not there ({why})': '{path} no está ({why})',
  '{path} is no folder any more': '{path} ya no es una carpeta',
  '{path} is no file any more': '{path} ya no es un archivo',
  '{path} cannot be read ({why})': '{path} no se puede leer ({why})',
  'its path is too long, too deep or holds what no path may':
    'su ruta es demasiado larga, demasiado honda o lleva algo que ninguna puede',
  'its name is not UTF-8': 'su nombre no es UTF-8',
  'the target of this link is not UTF-8': 'el destino de este enlace no es UTF-8',
  'it is no file, folder or link': 'no es archivo, carpeta ni enlace',
  'it is larger than 16 TiB': 'es mayor que 16 TiB',
  'other entries lie below it': 'hay otras entradas debajo',
  'the list names it twice': 'la lista lo nombra dos veces',
  'it lies below {path}, which is no directory': 'está debajo de {path}, que no es una carpeta',
  'the link leads out of the folder': 'el enlace lleva fuera de la carpeta',
  'mirrors keep their own files under this name': 'las copias guardan sus propios archivos con este nombre',

  // Of downloads.
  'the same file is there already': 'ya está ahí el mismo archivo',
  'it is no longer shared': 'ya no se comparte',
  'the symlink would lead out of the folder': 'el enlace llevaría fuera de la carpeta',
  'symlinks cannot be made here': 'aquí no se pueden crear enlaces',
  'completeness unknown: its dialect cannot tell a whole file from one that was cut off':
    'no se sabe si está completo: su dialecto no distingue un archivo entero de uno cortado',
  'the download failed.': 'la descarga falló.',
  'Nobody who is online has {what}: waiting for somebody who does.':
    'Nadie que esté en línea tiene {what}: se espera a alguien que lo tenga.',
  'Nobody who is online has {what}: waiting for somebody who does ({last}).':
    'Nadie que esté en línea tiene {what}: se espera a alguien que lo tenga ({last}).',
  'Nobody is known to have {what}: {why}': 'No se sabe de nadie que tenga {what}: {why}',
  'this file': 'este archivo',
  'Nobody who is online has this content: the download waits for somebody.':
    'Nadie que esté en línea tiene este contenido: la descarga espera a alguien.',
  'There is no room for {path}: free some, and the download goes on.':
    'No hay sitio para {path}: libera un poco, y la descarga sigue.',
  '{folder} needs {needed} and has {free} free: make room, and the download goes on.':
    '{folder} necesita {needed} y tiene libres {free}: haz sitio, y la descarga sigue.',
  '{path} is on a read-only disk: choose another folder.':
    '{path} está en un disco de solo lectura: elige otra carpeta.',
  '{path} cannot be written: check its permissions, then resume.':
    '{path} no se puede escribir: mira sus permisos, y reanuda.',
  'The folder {path} may not be made: check the permissions above it, or choose another.':
    'La carpeta {path} no se puede crear por falta de permisos: mira los de la carpeta de encima, o elige otra.',
  'The folder {path} cannot be made: choose another.': 'La carpeta {path} no se puede crear: elige otra.',
  '{path} is gone: bring its folder back, or resume to begin it again.':
    '{path} ya no está: trae de vuelta su carpeta, o reanuda para empezar de nuevo.',
  '{path} is gone: bring it back, or resume to begin again.':
    '{path} ya no está: tráelo de vuelta, o reanuda para empezar de nuevo.',
  '{path} cannot be written ({code}): check the disk, then resume.':
    '{path} no se puede escribir ({code}): mira el disco, y reanuda.',
  '{path} should be a folder and is something else: move it away, then resume.':
    '{path} debe ser una carpeta y es otra cosa: apártala, y reanuda.',
  '{path} and {count} numbered names beside it are taken: move some away.':
    '{path} y {count} nombres numerados junto a él están ocupados: aparta algunos.',
  'There are {count} downloads already: end some.': 'Ya hay {count} descargas: termina algunas.',
  'There is no download {id}.': 'No existe la descarga {id}.',
  'Another download goes to {path}: resume "{name}" when that has ended.':
    'Otra descarga va a {path}: reanuda "{name}" cuando termine.',
  'The download "{name}" is {state}: there is nothing to {action}.':
    'La descarga "{name}" está {state}: no se puede hacer {action}.',
  'Nothing in {path} matches what is wanted of it.': 'Nada en {path} encaja con lo que se quiere.',
  '{path} has more than {max} entries: fetch its folders one by one.':
    '{path} tiene más de {max} entradas: descarga sus carpetas una a una.',
  '{files} could not be fetched: no longer shared.': 'No se pudieron descargar {files}: ya no se comparten.',
  '{path} was changed while it was written: resume to fetch it again.':
    '{path} cambió mientras se escribía: reanuda para descargarlo de nuevo.',
  '"{name}" came with other bytes than its MD5 says: it was not kept.':
    '"{name}" llegó con otros bytes que los de su MD5: no se guardó.',
  'This peer does not have that content.': 'Este par no tiene ese contenido.',
  'The file changed since it was hashed: this content is no longer here.':
    'El archivo cambió desde que se calculó su huella: este contenido ya no está aquí.',
  'All upload slots are taken: you are number {position} in the queue.':
    'Todos los puestos de subida están ocupados: eres el número {position} de la cola.',
  '"{path}" is a link to "{target}": name that instead.': '"{path}" es un enlace a "{target}": nombra eso.',
  '"{path}" is a link to "{target}", outside of the share: it cannot be fetched.':
    '"{path}" es un enlace a "{target}", fuera de lo compartido: no se puede descargar.',
  'There is nothing of this download on the disk (any more).': 'De esta descarga no hay nada en el disco (o ya no).',
  'The download "{name}" has ended: nothing of it is left to choose.':
    'La descarga "{name}" ha terminado: ya no queda nada que elegir.',
  '"{name}" is still being listed: choose again in a moment.':
    '"{name}" se está listando todavía: elige de nuevo en un momento.',
  '"{name}" is a single file: cancel the download instead.': '"{name}" es un solo archivo: cancela mejor la descarga.',
  'The list of downloads cannot be written: check the disk with the state folder.':
    'No se puede escribir la lista de descargas: mira el disco de la carpeta de estado.',
  'The file is no longer what it was when it was hashed.':
    'El archivo ya no es el que era cuando se calculó su huella.',

  // Of the web app and of what it asks for.
  'Ayni on this machine does not answer.': 'Ayni no responde en este equipo.',
  'Ayni on this machine takes too long to answer.': 'Ayni tarda demasiado en responder en este equipo.',
  'The file could not be read, or Ayni does not answer.': 'El archivo no se pudo leer, o Ayni no responde.',
  'Nobody who is online has it: try again later.': 'Nadie que esté en línea lo tiene: inténtalo más tarde.',
  'Nobody who is online has this folder: try again later.':
    'Nadie que esté en línea tiene esta carpeta: inténtalo más tarde.',
  'Nobody who is online has this file: try again when its peer is there.':
    'Nadie que esté en línea tiene este archivo: inténtalo cuando esté su par.',
  'Nothing of this file comes any more: try again later.': 'De este archivo ya no llega nada: inténtalo más tarde.',
  'The download that brought this was ended: ask again.': 'La descarga que lo traía terminó: pídelo de nuevo.',
  'This search finds nothing in time: use longer words or fewer filters.':
    'Esta búsqueda no encuentra nada a tiempo: usa palabras más largas o menos filtros.',
  '{count} files are coming already: send this one after them.':
    'Ya están llegando {count} archivos: envía este después.',
  'Of a dropped file {come} of {size} bytes came: drop it again.':
    'De un archivo soltado llegaron {come} de {size} bytes: suéltalo de nuevo.',
  '{folder} is a link that leads elsewhere: nothing is dropped there.':
    '{folder} es un enlace que lleva a otra parte: allí no se suelta nada.',
  'This browser is not let in: type "ayni open" in a terminal.':
    'Este navegador no tiene acceso: escribe "ayni open" en una terminal.',

  // Of mirrors.
  'The mirror cannot write: {why}. It goes on when given again.':
    'La copia no puede escribir: {why}. Sigue al darla de nuevo.',
  'There are too many conflicts beside {path}: look at them and remove some.':
    'Hay demasiados conflictos junto a {path}: míralos y quita algunos.',
  '{path} is no folder: remove it.': '{path} no es una carpeta: quítala.',
  'Another mirror runs on {root}: stop it first, or take another folder.':
    'Otra copia funciona en {root}: termínala primero, o usa otra carpeta.',
  '{root} mirrors "{path}" of another peer or folder: take another DIR.':
    '{root} es copia de "{path}" de otro par o carpeta: usa otra DIR.',
  '{path} cannot be read; remove it: what is there then counts as yours, and is never replaced.':
    '{path} no se puede leer; quítalo: lo que haya cuenta entonces como tuyo, y nunca se sustituye.',

  // Of the tracker’s database.
  'The disk with the database {path} is full: free some space.':
    'El disco de la base de datos {path} está lleno: libera espacio.',
  'Another program holds the database {path}: end it first.':
    'Otro programa ocupa la base de datos {path}: termínalo primero.',
  'The database {path} is damaged or none of ours: restore a copy, or move it away to begin anew.':
    'La base de datos {path} está dañada o no es nuestra: restaura una copia, o apártala para empezar de nuevo.',
  'There is nothing to see at {what}: list what is above it.':
    'No hay nada que ver en {what}: lista lo que está encima.',

  // Of what is asked of a daemon or a tracker.
  '{field} may have {limit} entries at most: name fewer.':
    '{field} puede tener {limit} entradas como máximo: nombra menos.',
  '{field} may have {limit} characters at most: make it shorter.':
    '{field} puede tener {limit} letras como máximo: hazlo más corto.',
  '{field} may be {limit} at most.': '{field} puede ser {limit} como máximo.',
  '{field} has to be {limit} at least.': '{field} debe ser {limit} como mínimo.',
};
