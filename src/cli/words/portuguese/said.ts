import type { Catalog } from '../catalog.ts';

/** What commands say. */
export const said: Catalog['said'] = {
  // Of more than one command.
  ID: 'ID',
  NAME: 'NOME',
  SIZE: 'TAMANHO',
  SOURCES: 'FONTES',
  CHANGED: 'ALTERADO',
  PATH: 'CAMINHO',
  STATE: 'ESTADO',
  FILES: 'ARQUIVOS',
  ROLE: 'PAPEL',
  GROUPS: 'GRUPOS',
  ADDRESS: 'ENDEREÇO',
  PEER: 'PAR',
  admin: 'administrador',
  member: 'membro',
  tracker: 'tracker',
  foreign: 'externo',
  guest: 'convidado',
  online: 'on-line',
  away: 'ausente',
  and: 'e',
  none: 'nenhum',
  all: 'tudo',
  failed: 'falhou',
  '{part} of {all}': '{part} de {all}',
  ' (also {names})': ' (também {names})',
  'and {count} more': 'e mais {count}',
  'Nothing is shared.': 'Nada é compartilhado.',
  'Nothing is shared yet.': 'Ainda não há nada compartilhado.',
  'Try "{help}".': 'Tente "{help}".',
  'This is a bug in Ayni. Please report it with the following:':
    'É um erro do Ayni. Por favor, avise-nos com o seguinte:',
  'request {id}, see the log of whoever answered it': 'pedido {id}, veja o registro de quem o respondeu',
  'Done, but other commands use this one: it ends with the last of them (Ctrl-C ends all).':
    'Feito, mas outros comandos usam este: termina com o último deles (Ctrl-C termina todos).',

  // What a download or a share does.
  waiting: 'em espera',
  running: 'baixando',
  paused: 'pausado',
  blocked: 'parado',
  done: 'pronto',
  cancelled: 'cancelado',
  scanning: 'vendo',
  hashing: 'calculando',
  publishing: 'publicando',
  ready: 'pronto',
  'Scanning {name}: {entries}': 'Vendo {name}: {entries}',
  'Hashing {name}: {how}, {files} to go': 'Calculando hashes de {name}: {how}, restam {files}',
  'Publishing {name}: {files}': 'Publicando {name}: {files}',
  ', {time} left': ', restam {time}',
  '{time} left': 'restam {time}',
  'from {names}': 'de {names}',
  'Sharing {what}.': 'Compartilhando {what}.',
  'Not sharing {what}.': 'Não compartilhando {what}.',
  '{files} left out:': 'Ficam de fora {files}:',
  '{files} still being written: shared when nothing changes any more.':
    'Ainda se escreve em {files}: entra no compartilhamento quando nada mais mudar.',
  '… ("status" shows more)': '… ("status" mostra mais)',
  '{name} is here as {now}': '{name} está aqui como {now}',
  'and {count} more have other names here': 'e mais {count} têm aqui outros nomes',
  ', all of it from this machine': ', tudo desta mesma máquina',
  ', of which {size} were here already': ', dos quais {size} já estavam aqui',

  // Starting and ending.
  '{name}, listening on port {port}': '{name}, escuta na porta {port}',
  'must let TCP {ports} in to this machine': 'deve deixar entrar TCP {ports} nesta máquina',
  '{port} (tracker)': '{port} (tracker)',
  '{port} (files)': '{port} (arquivos)',
  'Try in another terminal:': 'Tente em outro terminal:',
  'The web app, in your browser: "{command}" in another terminal.':
    'O aplicativo web, no seu navegador: "{command}" em outro terminal.',
  'Ctrl-C stops it.': 'Ctrl-C o encerra.',
  'To administer the network from your own machine, with a folder you want to share:':
    'Para administrar a rede da sua própria máquina, com uma pasta que queira compartilhar:',
  'On the others’ machines, with a folder they want to share:':
    'Nas máquinas dos outros, com uma pasta que queiram compartilhar:',
  'Anyone who has this link may join, now and later (access open).':
    'Quem tiver este link pode entrar, agora e depois (acesso open).',
  once: 'uma vez',
  '{count} times': '{count} vezes',
  'The link is good {uses}, for {time}. Give it only to who may join.':
    'O link vale {uses}, por {time}. Dê-o só a quem pode entrar.',
  '{name} stays shared as it was: "unshare" it first for a change.':
    '{name} continua compartilhado como estava: para mudar, primeiro "unshare".',
  'A guest shares nothing.': 'Um convidado não compartilha nada.',
  'Nothing is shared yet: "{command}" in another terminal.':
    'Ainda não há nada compartilhado: "{command}" em outro terminal.',
  'Stopping: transfers that run go on at the next start.':
    'Encerrando: as transferências em curso continuam na próxima vez.',
  'The membership was ended from another terminal: stopping.': 'A rede foi deixada em outro terminal: encerrando.',
  'This machine is a member of the network already.': 'Esta máquina já é membro da rede.',
  'Joined the network as {role}.': 'Você entrou na rede como {role}.',
  '"{command}" runs the peer.': '"{command}" inicia o par.',
  'Waiting for the tracker ({where}) to answer. Ctrl-C gives up.':
    'Esperando a resposta do tracker ({where}). Ctrl-C desiste.',
  '{reason} Trying again until it answers.': '{reason} Tentando de novo até responder.',
  'Left the network. Shared and fetched files stay where they are.':
    'Você saiu da rede. Os arquivos compartilhados e baixados ficam onde estão.',
  'The browser opens. If it does not: this link is good once, for a minute.':
    'O navegador abre. Se não: este link vale uma vez, por um minuto.',
  '{why} Open the link in a browser on this machine: it is good once, for a minute.':
    '{why} Abra o link em um navegador desta máquina: vale uma vez, por um minuto.',
  'Ayni runs while the page is open; "{command}" keeps it running. Ctrl-C ends it.':
    'O Ayni funciona enquanto a página está aberta; "{command}" o mantém em funcionamento. Ctrl-C o encerra.',

  // How this machine is: names of facts are at most 11 letters.
  Ayni: 'Ayni',
  State: 'Estado',
  Tracker: 'Tracker',
  Warning: 'Aviso',
  Network: 'Rede',
  Peer: 'Par',
  Id: 'Id',
  Connection: 'Conexão',
  Limits: 'Limites',
  Downloads: 'Downloads',
  Uploads: 'Envios',
  Publishing: 'Publicação',
  Fetching: 'Baixando',
  Sending: 'Enviando',
  Traffic: 'Tráfego',
  Logs: 'Registro',
  Firewall: 'Firewall',
  Now: 'Agora',
  Else: 'Senão',
  Schedule: 'Horário',
  Slots: 'Vagas',
  Jobs: 'Downloads',
  'not running ("{command}" starts it)': 'não está em funcionamento ("{command}" o inicia)',
  'running for {time} (process {pid})': 'em funcionamento há {time} (processo {pid})',
  'runs here on port {port}, access {access}; others reach it at {where}':
    'funciona aqui na porta {port}, acesso {access}; os outros o alcançam em {where}',
  'the native BLAKE3 does not load here: hashing works, but slowly':
    'o BLAKE3 nativo não carrega aqui: os hashes são calculados, mas devagar',
  ', groups {groups}': ', grupos {groups}',
  ', strict': ', estrito',
  'port {port}': 'porta {port}',
  'to the tracker {where}': 'com o tracker {where}',
  'not connected to {where}': 'sem conexão com {where}',
  '{used} of {slots} in use': '{used} de {slots} em uso',
  'no limits': 'sem limites',
  ' (by the schedule)': ' (pelo horário)',
  '{count} peers are served at the same time': '{count} pares atendidos ao mesmo tempo',
  '{count} downloads run at the same time': '{count} downloads ao mesmo tempo',
  SHARE: 'COMPARTILHADO',
  'LEFT OUT': 'EXCLUÍDOS',
  FOR: 'PARA',
  '{share} leaves out {path}: {why}': '{share} exclui {path}: {why}',
  everyone: 'todos',
  '{sent} sent, {received} received': '{sent} enviados, {received} recebidos',
  ok: 'ok',
  look: 'veja',
  'The tracker listens on port {port} (access: {access}).': 'O tracker escuta na porta {port} (acesso: {access}).',
  'Connected to {tracker}.': 'Conectado a {tracker}.',
  'No tracker answers yet.': 'Nenhum tracker responde ainda.',
  'No other machine can fetch from here: this peer listens at {host} only (--host).':
    'Nenhuma outra máquina pode buscar nada daqui: este par escuta só em {host} (--host).',
  'Others fetch from here on port {port}: a firewall must let it in.':
    'Os outros baixam daqui pela porta {port}: um firewall deve deixá-la entrar.',
  'Share "{name}": {why}': 'Compartilhamento "{name}": {why}',
  'Share "{name}": {count} entries are not shared ("status" says why).':
    'Compartilhamento "{name}": {count} entradas não são compartilhadas ("status" diz por quê).',
  'Hashing is native.': 'Os hashes são calculados com código nativo.',
  'The native BLAKE3 does not load: hashing is slow.': 'O BLAKE3 nativo não carrega: calcular hashes é lento.',
  'No door to another system is open.': 'Nenhuma porta para outro sistema está aberta.',
  'tracker on port {port}': 'tracker na porta {port}',
  'peer on port {port}': 'par na porta {port}',
  'bridge to the whole network': 'ponte para a rede inteira',
  '{dialect} is open ({how}): neither encrypted nor authenticated.':
    '{dialect} está aberto ({how}): sem cifra nem autenticação.',
  'Settings file: {file}': 'Arquivo de configurações: {file}',
  'There is no settings file, and nothing is wrong.': 'Não há arquivo de configurações, e nada está errado.',
  SETTING: 'CONFIGURAÇÃO',
  VALUE: 'VALOR',
  FROM: 'DE',
  default: 'padrão',
  remembered: 'lembrado',
  file: 'arquivo',
  environment: 'ambiente',
  flag: 'opção',

  // Sharing.
  'Others can fetch it while Ayni runs here: "{command}" starts it.':
    'Os outros podem baixá-lo enquanto o Ayni funciona aqui: "{command}" o inicia.',
  'No longer shared: {name}. Its files stay where they are.':
    'Não é mais compartilhado: {name}. Os arquivos ficam onde estão.',

  // Finding and fetching.
  'Nothing found.': 'Nada encontrado.',
  'There is more: {option} shows it.': 'Há mais: {option} mostra.',
  'Nobody shares anything yet.': 'Ninguém compartilha nada ainda.',
  'Empty.': 'Vazio.',
  SEEN: 'VISTO',
  HAS: 'TEM',
  'FREE SLOTS': 'VAGAS LIVRES',
  DIALECT: 'DIALETO',
  'CHOOSE WITH': 'ESCOLHA COM',
  'Which? (1 to {last}, nothing for none)': 'Qual? (1 a {last}, nada para nenhum)',
  'It is too long for a QR code.': 'É longo demais para um código QR.',
  '"{self} get LINK" fetches it, for members of this network.': '"{self} get LINK" o baixa, para membros desta rede.',
  'Interrupted: the same command goes on where this one stopped.':
    'Interrompido: o mesmo comando continua de onde este parou.',
  'The download goes on in the running peer: "{command}" shows it, "downloads cancel" ends it.':
    'O download continua no par em funcionamento: "{command}" o mostra, "downloads cancel" o encerra.',
  '{downloads} go on when Ayni runs here again: "{command}" shows them.':
    'Quando o Ayni funcionar aqui de novo, continuam {downloads}: "{command}" mostra.',
  '{downloads} go on in the running peer: "{command}" shows them.':
    'No par em funcionamento continuam {downloads}: "{command}" mostra.',
  'Watching for more. Ctrl-C ends it.': 'À espera de mais. Ctrl-C encerra.',
  'Following. Ctrl-C ends it.': 'Acompanhando as mudanças. Ctrl-C encerra.',
  '{reason} Waiting.': '{reason} À espera.',
  '{fetched} fetched, {replaced} replaced, {deleted} deleted, {conflicts}.':
    'Baixados: {fetched}; substituídos: {replaced}; apagados: {deleted}; {conflicts}.',
  '{path} was changed here: yours is {now}': '{path} foi mudado aqui: o seu é {now}',
  'No downloads: "{command}" begins one.': 'Não há downloads: "{command}" começa um.',
  DONE: 'PRONTO',
  SPEED: 'VELOCIDADE',
  LEFT: 'RESTA',
  Paused: 'Em pausa',
  'Goes on': 'Continua',
  Cancelled: 'Cancelado',
  'Moved {to}: {name}': 'Movido ({to}): {name}',

  // The screen of top.
  'down {down}  up {up}': 'baixa {down}  envia {up}',
  'no tracker answers': 'nenhum tracker responde',
  'Peers ({online} of {all} online)': 'Pares ({online} de {all} on-line)',
  'q quit  p pause/resume  arrows choose': 'q sair  p pausar/retomar  setas escolher',

  // Shell and menu.
  '"help" lists what there is, "quit" ends.': '"help" lista o que há, "quit" encerra.',
  'no network': 'sem rede',
  'In no network: "connect LINK" joins one.': 'Sem rede: "connect LINK" entra em uma.',
  'Connected.': 'Conectado.',
  'Connected: this machine is in that network.': 'Conectado: esta máquina está nessa rede.',
  'Only a new invite brings this machine back. Leave? (yes)':
    'Só um novo convite traz esta máquina de volta. Sair? (sim)',
  yes: 'sim',
  'Not left.': 'Você não saiu.',
  'joins a network by its invite link': 'entra em uma rede pelo link de convite',
  'ends the shell': 'encerra',
  'Names with blanks stand in quotes. Commands take the options that they have outside.':
    'Nomes com espaços ficam entre aspas. Os comandos aceitam as opções que têm fora.',
  'There are more than {files}: "search" finds the others.': 'Há mais de {files}: "search" encontra os outros.',
  'who is there': 'quem está',
  'what a peer shares': 'o que um par compartilha',
  'every file: how many have it, name, size, id or MD5': 'cada arquivo: quantos o têm, nome, tamanho, id ou MD5',
  'who has a file': 'quem tem um arquivo',
  'files whose names hold it': 'arquivos cujo nome o contém',
  'fetches it; -o FOLDER says where to': 'baixa; -o FOLDER diz para onde',
  'what is fetched, and was': 'o que se baixa, e se baixou',
  'shares a folder or a file': 'compartilha uma pasta ou um arquivo',
  'stops that': 'deixa de fazê-lo',
  'looks for changes in shares now': 'procura agora mudanças nos compartilhamentos',
  'the same': 'o mesmo',
  'what this machine does': 'o que esta máquina faz',
  'speed limits': 'limites de velocidade',
  'what is not as it should be': 'o que não está como deveria',
  'the members (admins)': 'os membros (administradores)',
  'makes an invite link (admins)': 'cria um link de convite (administradores)',
  'joins the network of an invite': 'entra na rede de um convite',
  'leaves the network for good': 'sai da rede para sempre',
  'this, or all about one command': 'isto, ou tudo sobre um comando',
  'ends the shell; so does exit': 'encerra; exit também',
  'Say 1, 2 or 3.': 'Diga 1, 2 ou 3.',
  'To make it stay:': 'Para que fique para sempre:',

  // Administering.
  'one use': 'um uso',
  '{count} uses': '{count} usos',
  'Good for {uses} as {role}, {time} from now. It is shown this once.':
    'Vale para {uses} como {role}, por {time}. Só é mostrado desta vez.',
  'USES LEFT': 'USOS',
  UNTIL: 'ATÉ',
  JOINED: 'ENTROU',
  revoked: 'revogado',
  expired: 'expirado',
  'Nobody joins with {invite} any more; who has joined stays.': 'Ninguém mais entra com {invite}; quem entrou fica.',
  '{members} had wrong bytes from it': 'receberam dele dados errados: {members}',
  '{name} is shut out: at the tracker now, at the other peers within a heartbeat.':
    '{name} foi expulso: no tracker já, nos outros pares em um batimento.',
  'Withdrawn: nobody finds {name} any more.': 'Retirado: ninguém mais encontra {name}.',
  '{folder}: {members}, {entries} published files and folders, {size}.':
    '{folder}: {members}, {entries} arquivos e pastas publicados, {size}.',
  'It holds the key of the network: keep it as you keep a password.':
    'Contém a chave da rede: guarde-a como se guarda uma senha.',
  'Try it on another machine: {command}': 'Experimente em outra máquina: {command}',
  'Moved {members}, {shares} with {entries} files and folders, and {holds} other holdings.':
    'Transferidos: {members}, {shares} com {entries} arquivos e pastas, e outras {holds} posses.',
  'The next "{command}" uses the database; the file tracker.sqlite is as it was.':
    'O próximo "{command}" usa o banco de dados; o arquivo tracker.sqlite fica como estava.',
};
