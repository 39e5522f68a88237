import type { MessageTable } from './message-table.ts';

/** What errors, daemons and trackers say. Addresses, paths and names are values. */
export const portuguese: MessageTable = {
  // Of links and ids.
  'This link invites into a network, and names no file: "ayni join LINK" takes it.':
    'Este link convida a uma rede, e não cita um arquivo: é para "ayni join LINK".',
  'This link is of another network than the one this machine is in: join that first.':
    'Este link é de outra rede que a desta máquina: entre primeiro nela.',
  'The peer that this link names has left the network.': 'O par que este link cita saiu da rede.',
  'This is not a link of a file: it should begin with ayni:file/ or ayni:folder/.':
    'Não é um link de arquivo: deve começar com ayni:file/ ou ayni:folder/.',
  'This link is of version {version}; this program speaks version {own}. Is there a newer Ayni?':
    'Este link é da versão {version}; este programa entende a {own}. Há um Ayni mais novo?',
  'This link is incomplete or changed: was all of it copied?':
    'Este link está incompleto ou mudado: foi copiado inteiro?',
  'This link is incomplete: was all of it copied?': 'Este link está incompleto: foi copiado inteiro?',
  'This is not an Ayni link: it should begin with ayni:// and hold a # (put it in quotes in a shell).':
    'Não é um link do Ayni: deve começar com ayni:// e conter um # (em um shell, entre aspas).',
  '"{text}" is not an address: it should look like host:port or [IPv6]:port.':
    '"{text}" não é um endereço: deve ser como máquina:porta ou [IPv6]:porta.',
  '"{id}" is not an id.': '"{id}" não é um id.',
  'This credential has expired.': 'Esta credencial expirou.',
  'This credential is from the future: check the clocks of both machines.':
    'Esta credencial vem do futuro: veja os relógios das duas máquinas.',
  'This member was revoked.': 'Este membro foi expulso.',
  'This invite {why}: ask for a new one.': 'Este convite {why}: peça um novo.',
  'was revoked': 'foi revogado',
  'has expired': 'expirou',
  'is used up': 'já foi usado',
  'is not known': 'não é conhecido',

  // Of starting and of the state folder.
  'This machine is in no network yet: "ayni up FOLDER" starts one, "ayni join LINK FOLDER" joins one.':
    'Esta máquina ainda não está em nenhuma rede: "ayni up FOLDER" cria uma, "ayni join LINK FOLDER" entra em uma.',
  'This machine is a member of another network: "ayni peer" runs it; for one of your own take another --state.':
    'Esta máquina é membro de outra rede: "ayni peer" a inicia; para uma própria use outro --state.',
  'A network of its own lives in this state folder: to join another, take another folder with --state.':
    'Nesta pasta de estado vive uma rede própria: para entrar em outra, use outra pasta com --state.',
  'A peer lives in this state folder: "ayni up" runs both; for a tracker alone take another --state.':
    'Nesta pasta de estado vive um par: "ayni up" inicia os dois; para um tracker sozinho use outro --state.',
  'The tracker of this network lives in the same state folder: "ayni up" runs both.':
    'O tracker desta rede vive na mesma pasta de estado: "ayni up" inicia os dois.',
  'This state folder is a member of another network ({network}): leave it first, or choose another with --state.':
    'Esta pasta de estado é membro de outra rede ({network}): saia dela primeiro, ou escolha outra com --state.',
  '{who} uses the state folder {state}: stop it, or take another with --state.':
    '{who} usa a pasta de estado {state}: encerre-o, ou use outra com --state.',
  'Another Ayni holds the state folder {state}, but its local API does not come up: stop that process.':
    'Outro Ayni ocupa a pasta de estado {state}, mas a API local não responde: encerre esse processo.',
  'Port {port} of the {what} {why}: choose another with {option}.':
    'A porta {port} ({what}) {why}: escolha outra com {option}.',
  'is taken': 'está ocupada',
  'may not be used': 'não pode ser usada',
  'Port {port} is taken by another program: choose another port.':
    'A porta {port} é usada por outro programa: escolha outra.',
  'Port {port} may not be used here: choose one from 1024 on.':
    'A porta {port} não pode ser usada aqui: escolha uma a partir de 1024.',
  'Port {port} is taken: choose another with --control-port.':
    'A porta {port} está ocupada: escolha outra com --control-port.',
  'The state folder {folder} is a file.': 'A pasta de estado {folder} é um arquivo.',
  'The state in {folder} is of a newer Ayni (state version {found}, this one reads {own}): update Ayni, or take another --state.':
    'O estado em {folder} é de um Ayni mais novo (versão {found}, este lê a {own}): atualize o Ayni, ou use outro --state.',
  'The state folder {folder} may not be written: take another with --state.':
    'Não é possível gravar na pasta de estado {folder}: use outra com --state.',
  'The state folder {folder} is a file, or inside of one: take another with --state.':
    'A pasta de estado {folder} é um arquivo, ou está dentro de um: use outra com --state.',
  'The state folder {folder} cannot be used: {why}.': 'A pasta de estado {folder} não pode ser usada: {why}.',
  'The disk with the state folder {folder} is full: make room there, then try again.':
    'O disco da pasta de estado {folder} está cheio: libere espaço nele e tente de novo.',
  'The lock {path} cannot be taken: may the state folder be written?':
    'Não é possível tomar a trava {path}: é possível gravar na pasta de estado?',
  '{path} is damaged: correct or remove it; it holds name, ports and folders only.':
    '{path} está danificado: corrija ou remova; só guarda nome, portas e pastas.',
  '{path} is damaged: correct or remove it; it holds speed limits only.':
    '{path} está danificado: corrija ou remova; só guarda limites de velocidade.',
  '{path} is damaged: move it away and join again.': '{path} está danificado: mova-o e entre de novo.',
  '{path} was written by a newer version of Ayni: use that version.':
    '{path} foi gravado por uma versão mais nova do Ayni: use essa versão.',
  '{path} cannot be read: is it yours?': '{path} não pode ser lido: é seu?',
  '{path} may not be read: check its owner and mode.': '{path} não pode ser lido: veja o dono e as permissões.',
  "{path} may not be written: check the folder's owner and mode.":
    '{path} não pode ser gravado: veja o dono e as permissões da pasta.',
  '{path} cannot be written: the disk is full.': '{path} não pode ser gravado: o disco está cheio.',
  'There are no settings {path}: write them, or name others.':
    'Não existem as configurações {path}: escreva-as, ou cite outras.',
  'The settings {path} cannot be read: are they yours?': 'As configurações {path} não podem ser lidas: são suas?',
  '{name} should be {what}, not {value}.': '{name} deve ser {what}, não {value}.',
  '{name} should be {what}.': '{name} deve ser {what}.',
  'Give tracker.store (--store) or tracker.store_file (--store-file), not both.':
    'Ou tracker.store (--store) ou tracker.store_file (--store-file), não os dois.',
  'metrics.host says for whom metrics are, and no metrics.port says where: give both.':
    'metrics.host diz para quem são as métricas, e nenhum metrics.port onde: diga os dois.',
  '{one} and {other} are both {port}: one port for each.':
    '{one} e {other} são os dois {port}: uma porta para cada um.',
  'Programs of {dialect} come without a credential, and this network is by invite: allow it with --allow-unauthenticated, or allow_unauthenticated = true in [dialects].':
    'Os programas de {dialect} vêm sem credencial, e esta rede é por convite: permita com --allow-unauthenticated, ou com allow_unauthenticated = true em [dialects].',
  'A password on the command line is seen by everybody on this machine: put it into PGPASSWORD, or the whole address into AYNI_STORE or a --store-file.':
    'Uma senha na linha de comando é vista por todos nesta máquina: ponha em PGPASSWORD, ou o endereço inteiro em AYNI_STORE ou em um --store-file.',
  'The store file {path} cannot be read: is it there, and yours?':
    'O arquivo {path} com o endereço não pode ser lido: existe, e é seu?',
  'A store is like postgres://user@host:5432/name; without one it is a file.':
    'Um armazém é como postgres://usuario@maquina:5432/nome; sem ele é um arquivo.',
  'The database has the state of another network: copy "tracker/network.key" of one of its trackers and name the copy with --network-key, together with a new --state.':
    'O banco de dados tem o estado de outra rede: copie "tracker/network.key" de um dos seus trackers e cite a cópia com --network-key, junto com um --state novo.',
  'The database has the state of a network already, and nothing was changed: name an empty one with --store.':
    'O banco de dados já tem o estado de uma rede, e nada foi mudado: cite um vazio com --store.',
  'The network key {file} cannot be read: is it there, and yours?':
    'A chave de rede {file} não pode ser lida: existe, e é sua?',
  '{file} is no network key: copy "tracker/network.key" of another tracker.':
    '{file} não é uma chave de rede: copie "tracker/network.key" de outro tracker.',
  'Say where to: --store postgres://user@host:5432/name.':
    'Diga para onde: --store postgres://usuario@maquina:5432/nome.',
  'There is no network in {state} to move: name its folder with --state.':
    'Não há rede em {state} para transferir: cite a pasta com --state.',
  'There is no tracker in {state}: name its folder with --state.':
    'Não há tracker em {state}: cite a pasta com --state.',
  '{folder} is there already: name a folder that is not.': '{folder} já existe: cite uma pasta que não exista.',
  'There is no room for {path}.': 'Não há espaço para {path}.',
  '{folder} may not be written.': 'Não é possível gravar em {folder}.',
  'The state of this tracker lies in PostgreSQL: back that up with its own tools (pg_dump), and copy "tracker/network.key".':
    'O estado deste tracker está em PostgreSQL: copie-o com as ferramentas dele (pg_dump), e copie "tracker/network.key".',
  'A tracker alone does not do this: use the peer of an admin.':
    'Um tracker sozinho não faz isto: use o par de um administrador.',
  'This terminal has no desktop to open it on.': 'Este terminal não tem área de trabalho onde abrir.',
  'Nothing on this machine opens it.': 'Nada nesta máquina o abre.',

  // Of the daemon and of connections.
  'The daemon is gone: start it again with "ayni peer" or "ayni up".':
    'O serviço local já não está: inicie-o de novo com "ayni peer" ou "ayni up".',
  'The daemon ended before this was done.': 'O serviço local terminou antes de isto acabar.',
  'The daemon did not answer within 10 minutes.': 'O serviço local não respondeu em 10 minutos.',
  "The daemon's answer to {path} is not understood: is it of another version? Stop it and start it again.":
    'Não se entende a resposta do serviço local a {path}: é de outra versão? Encerre-o e inicie de novo.',
  'Only a tracker runs here, which shares and fetches nothing: use "ayni up".':
    'Aqui só funciona um tracker, que não compartilha nem baixa nada: use "ayni up".',
  'More than {count} programs are attached already.': 'Já há mais de {count} programas conectados.',
  'The network lives on this machine: it ends when Ayni is stopped for good and its state folder is removed.':
    'A rede vive nesta máquina: termina quando o Ayni é encerrado de vez e a pasta de estado é removida.',
  'No tracker answers: {why}': 'Nenhum tracker responde: {why}',
  'No address of a tracker is known: join again with a link.':
    'Não se conhece o endereço de nenhum tracker: entre de novo com um link.',
  '{where} cannot be reached: {why}.': 'Não se alcança {where}: {why}.',
  'nothing listens there': 'lá nada escuta',
  'its name is not known': 'o nome não é conhecido',
  'there is no way to it': 'não há caminho até lá',
  'it closed the connection': 'fechou a conexão',
  'it does not speak TLS 1.3': 'não fala TLS 1.3',
  'the connection failed': 'a conexão falhou',
  '{where} did not answer within {seconds} s.': '{where} não respondeu em {seconds} s.',
  '{where} did not answer {request} within {seconds} s.': '{where} não respondeu a {request} em {seconds} s.',
  '{where} closed the connection before its answer ended.': '{where} fechou a conexão antes de terminar a resposta.',
  'At {where} answers no Ayni tracker: is the address right?':
    'Em {where} não responde um tracker do Ayni: o endereço está certo?',
  'At {where} answers a tracker of another network ({one}, not {other}).':
    'Em {where} responde o tracker de outra rede ({one}, não {other}).',
  'The credential of the tracker at {where} has expired: are the clocks of both machines right?':
    'A credencial do tracker em {where} expirou: os relógios das duas máquinas estão certos?',
  '{where} is no tracker of this network: {why}': '{where} não é um tracker desta rede: {why}',
  '{where} is no tracker of this network, but a member.': '{where} não é um tracker desta rede, mas um membro.',
  'The tracker did not answer in time: it is asked again.': 'O tracker não respondeu a tempo: pergunta-se de novo.',
  'This peer has left the network.': 'Este par saiu da rede.',
  'This peer is no longer a member of the network.': 'Este par já não é membro da rede.',
  'All connections are taken: try again in {seconds} s.':
    'Todas as conexões estão ocupadas: tente de novo em {seconds} s.',
  'Too many attempts from {address}: try again in {seconds} s.':
    'Tentativas demais de {address}: tente de novo em {seconds} s.',
  'The tracker failed at this request: its log tells more.': 'O tracker falhou neste pedido: o registro dele diz mais.',

  // Of what members may.
  'A guest may not publish: guests only fetch. Ask an admin for an invite as member.':
    'Um convidado não pode publicar: só baixa. Peça a um administrador um convite como membro.',
  'A {role} may not look into this network.': 'Quem é {role} não pode ver esta rede.',
  'A {role} may not do this: it is for admins.': 'Quem é {role} não pode fazer isto: é para administradores.',
  'A {role} shares nothing: ask an admin for an invite as a member.':
    'Quem é {role} não compartilha nada: peça a um administrador um convite como membro.',
  'This network takes members by invite: ask one of its admins for a link.':
    'Nesta rede se entra por convite: peça um link a um administrador.',
  '{peer} was revoked by an admin of this network.': '{peer} foi expulso por um administrador desta rede.',
  '{peer} is not a member of this network: join with an invite.':
    '{peer} não é membro desta rede: entre com um convite.',
  '{peer} is no member, or was revoked before.': '{peer} não é membro, ou já foi expulso.',
  'You cannot revoke yourself: leave the network, or ask another admin.':
    'Você não pode se expulsar: saia da rede, ou peça a outro administrador.',
  'There is no invite with this id.': 'Não há convite com este id.',

  // Of shares.
  'There is no {path}.': 'Não existe {path}.',
  'There is no {path}: check the spelling.': 'Não existe {path}: veja como está escrito.',
  'More than {count} files and folders lie there: name a folder in it.':
    'Há mais de {count} arquivos e pastas ali: cite uma pasta de dentro.',
  'Name the folder with its whole path, from the root on.': 'Cite a pasta com o caminho inteiro, desde a raiz.',
  '{path} is no folder: name one.': '{path} não é uma pasta: cite uma.',
  'Ayni keeps its own state there: name another folder.': 'O Ayni guarda ali o próprio estado: cite outra pasta.',
  '{path} cannot be written: name another folder.': 'Não é possível gravar em {path}: cite outra pasta.',
  'A peer has at most {max} shares: share a folder above them.':
    'Um par tem no máximo {max} compartilhamentos: compartilhe uma pasta acima deles.',
  'Nothing is shared as "{name}": "ayni status" shows the shares.':
    'Nada é compartilhado como "{name}": "ayni status" mostra os compartilhamentos.',
  '{path} is shared already, as "{name}".': '{path} já está compartilhado, como "{name}".',
  'There is a share named "{name}" already: choose another name.':
    'Já há um compartilhamento chamado "{name}": escolha outro nome.',
  '{path} is no folder and no file: it cannot be shared.':
    '{path} não é pasta nem arquivo: não pode ser compartilhado.',
  "{path} is in Ayni's own state folder, which holds keys: share another.":
    '{path} está na pasta de estado do Ayni, que guarda chaves: compartilhe outra.',
  '"{name}" cannot be the name of a share: choose a name without a slash.':
    '"{name}" não pode ser o nome de um compartilhamento: escolha um sem barra.',
  '{path} cannot be read: give yourself permission to read it.':
    '{path} não pode ser lido: dê a si mesmo permissão de leitura.',
  '{path} cannot be shared: {why}.': '{path} não pode ser compartilhado: {why}.',
  'Line {line} of {manifest} {why}: each line should be "name path".':
    'A linha {line} de {manifest} {why}: cada linha deve ser "nome caminho".',
  '{path} is too large for a manifest (16 MiB at most).': '{path} é grande demais para uma lista (16 MiB no máximo).',
  'no permission to read it': 'sem permissão para ler',
  'it cannot be read ({code})': 'não pode ser lido ({code})',
  'it vanished': 'desapareceu',
  '{path} is not there ({why})': '{path} não está lá ({why})',
  '{path} is no folder any more': '{path} já não é uma pasta',
  '{path} is no file any more': '{path} já não é um arquivo',
  '{path} cannot be read ({why})': '{path} não pode ser lido ({why})',
  'its path is too long, too deep or holds what no path may':
    'o caminho é longo demais, fundo demais ou contém o que nenhum pode',
  'its name is not UTF-8': 'o nome não é UTF-8',
  'the target of this link is not UTF-8': 'o destino deste link não é UTF-8',
  'it is no file, folder or link': 'não é arquivo, pasta nem link',
  'it is larger than 16 TiB': 'é maior que 16 TiB',
  'other entries lie below it': 'há outras entradas abaixo',
  'the list names it twice': 'a lista o cita duas vezes',
  'it lies below {path}, which is no directory': 'está abaixo de {path}, que não é uma pasta',
  'the link leads out of the folder': 'o link leva para fora da pasta',
  'mirrors keep their own files under this name': 'as cópias guardam os próprios arquivos com este nome',

  // Of downloads.
  'the same file is there already': 'o mesmo arquivo já está lá',
  'it is no longer shared': 'não é mais compartilhado',
  'the symlink would lead out of the folder': 'o link levaria para fora da pasta',
  'symlinks cannot be made here': 'aqui não é possível criar links',
  'completeness unknown: its dialect cannot tell a whole file from one that was cut off':
    'não se sabe se está completo: seu dialeto não distingue um arquivo inteiro de um cortado',
  'the download failed.': 'o download falhou.',
  'Nobody who is online has {what}: waiting for somebody who does.':
    'Ninguém on-line tem {what}: espera-se alguém que tenha.',
  'Nobody who is online has {what}: waiting for somebody who does ({last}).':
    'Ninguém on-line tem {what}: espera-se alguém que tenha ({last}).',
  'Nobody is known to have {what}: {why}': 'Não se sabe de ninguém que tenha {what}: {why}',
  'this file': 'este arquivo',
  'Nobody who is online has this content: the download waits for somebody.':
    'Ninguém on-line tem este conteúdo: o download espera alguém.',
  'There is no room for {path}: free some, and the download goes on.':
    'Não há espaço para {path}: libere um pouco, e o download continua.',
  '{folder} needs {needed} and has {free} free: make room, and the download goes on.':
    '{folder} precisa de {needed} e tem livres {free}: libere espaço, e o download continua.',
  '{path} is on a read-only disk: choose another folder.':
    '{path} está em um disco só de leitura: escolha outra pasta.',
  '{path} cannot be written: check its permissions, then resume.':
    '{path} não pode ser gravado: veja as permissões, e retome.',
  'The folder {path} may not be made: check the permissions above it, or choose another.':
    'Não é permitido criar a pasta {path}: veja as permissões acima dela, ou escolha outra.',
  'The folder {path} cannot be made: choose another.': 'Não é possível criar a pasta {path}: escolha outra.',
  '{path} is gone: bring its folder back, or resume to begin it again.':
    '{path} não está mais lá: traga a pasta de volta, ou retome para começar de novo.',
  '{path} is gone: bring it back, or resume to begin again.':
    '{path} não está mais lá: traga de volta, ou retome para começar de novo.',
  '{path} cannot be written ({code}): check the disk, then resume.':
    '{path} não pode ser gravado ({code}): veja o disco, e retome.',
  '{path} should be a folder and is something else: move it away, then resume.':
    '{path} deve ser uma pasta e é outra coisa: mova-a, e retome.',
  '{path} and {count} numbered names beside it are taken: move some away.':
    '{path} e {count} nomes numerados ao lado estão ocupados: mova alguns.',
  'There are {count} downloads already: end some.': 'Já há {count} downloads: encerre alguns.',
  'There is no download {id}.': 'Não existe o download {id}.',
  'Another download goes to {path}: resume "{name}" when that has ended.':
    'Outro download vai para {path}: retome "{name}" quando ele terminar.',
  'The download "{name}" is {state}: there is nothing to {action}.':
    'O download "{name}" está {state}: não se pode fazer {action}.',
  'Nothing in {path} matches what is wanted of it.': 'Nada em {path} combina com o que se quer.',
  '{path} has more than {max} entries: fetch its folders one by one.':
    '{path} tem mais de {max} entradas: baixe as pastas uma a uma.',
  '{files} could not be fetched: no longer shared.': 'Não foi possível baixar {files}: já não são compartilhados.',
  '{path} was changed while it was written: resume to fetch it again.':
    '{path} mudou enquanto era gravado: retome para baixá-lo de novo.',
  '"{name}" came with other bytes than its MD5 says: it was not kept.':
    '"{name}" chegou com outros bytes que os do MD5: não foi guardado.',
  'This peer does not have that content.': 'Este par não tem esse conteúdo.',
  'The file changed since it was hashed: this content is no longer here.':
    'O arquivo mudou desde que o hash foi calculado: este conteúdo já não está aqui.',
  'All upload slots are taken: you are number {position} in the queue.':
    'Todas as vagas de envio estão ocupadas: você é o número {position} da fila.',
  '"{path}" is a link to "{target}": name that instead.': '"{path}" é um link para "{target}": cite isso.',
  '"{path}" is a link to "{target}", outside of the share: it cannot be fetched.':
    '"{path}" é um link para "{target}", fora do que é compartilhado: não pode ser baixado.',
  'There is nothing of this download on the disk (any more).': 'Não há nada deste download no disco (ou não há mais).',
  'The download "{name}" has ended: nothing of it is left to choose.':
    'O download "{name}" terminou: já não resta nada para escolher.',
  '"{name}" is still being listed: choose again in a moment.':
    '"{name}" ainda está sendo listado: escolha de novo daqui a pouco.',
  '"{name}" is a single file: cancel the download instead.': '"{name}" é um único arquivo: cancele o download.',
  'The list of downloads cannot be written: check the disk with the state folder.':
    'Não é possível gravar a lista de downloads: veja o disco da pasta de estado.',
  'The file is no longer what it was when it was hashed.':
    'O arquivo não é mais o que era quando seu hash foi calculado.',

  // Of the web app and of what it asks for.
  'Ayni on this machine does not answer.': 'O Ayni desta máquina não responde.',
  'Ayni on this machine takes too long to answer.': 'O Ayni desta máquina demora demais para responder.',
  'The file could not be read, or Ayni does not answer.': 'Não foi possível ler o arquivo, ou o Ayni não responde.',
  'Nobody who is online has it: try again later.': 'Ninguém que esteja on-line tem isto: tente mais tarde.',
  'Nobody who is online has this folder: try again later.':
    'Ninguém que esteja on-line tem esta pasta: tente mais tarde.',
  'Nobody who is online has this file: try again when its peer is there.':
    'Ninguém que esteja on-line tem este arquivo: tente quando o par estiver lá.',
  'Nothing of this file comes any more: try again later.': 'Deste arquivo não chega mais nada: tente mais tarde.',
  'The download that brought this was ended: ask again.': 'O download que o trazia terminou: peça de novo.',
  'This search finds nothing in time: use longer words or fewer filters.':
    'Esta busca não encontra nada a tempo: use palavras mais longas ou menos filtros.',
  '{count} files are coming already: send this one after them.':
    'Já estão chegando {count} arquivos: envie este depois.',
  'Of a dropped file {come} of {size} bytes came: drop it again.':
    'De um arquivo solto chegaram {come} de {size} bytes: solte-o de novo.',
  '{folder} is a link that leads elsewhere: nothing is dropped there.':
    '{folder} é um link que leva a outro lugar: lá não se solta nada.',
  'This browser is not let in: type "ayni open" in a terminal.':
    'Este navegador não tem acesso: digite "ayni open" em um terminal.',

  // Of mirrors.
  'The mirror cannot write: {why}. It goes on when given again.':
    'A cópia não consegue gravar: {why}. Continua ao ser dada de novo.',
  'There are too many conflicts beside {path}: look at them and remove some.':
    'Há conflitos demais ao lado de {path}: veja e remova alguns.',
  '{path} is no folder: remove it.': '{path} não é uma pasta: remova.',
  'Another mirror runs on {root}: stop it first, or take another folder.':
    'Outra cópia funciona em {root}: encerre-a primeiro, ou use outra pasta.',
  '{root} mirrors "{path}" of another peer or folder: take another DIR.':
    '{root} é cópia de "{path}" de outro par ou pasta: use outra DIR.',
  '{path} cannot be read; remove it: what is there then counts as yours, and is never replaced.':
    '{path} não pode ser lido; remova: o que houver conta então como seu, e nunca é substituído.',

  // Of the tracker’s database.
  'The disk with the database {path} is full: free some space.':
    'O disco do banco de dados {path} está cheio: libere espaço.',
  'Another program holds the database {path}: end it first.':
    'Outro programa ocupa o banco de dados {path}: encerre-o primeiro.',
  'The database {path} is damaged or none of ours: restore a copy, or move it away to begin anew.':
    'O banco de dados {path} está danificado ou não é nosso: restaure uma cópia, ou mova-o para começar de novo.',
  'There is nothing to see at {what}: list what is above it.':
    'Não há nada para ver em {what}: liste o que está acima.',

  // Of what is asked of a daemon or a tracker.
  '{field} may have {limit} entries at most: name fewer.': '{field} pode ter no máximo {limit} entradas: nomeie menos.',
  '{field} may have {limit} characters at most: make it shorter.':
    '{field} pode ter no máximo {limit} letras: torne-o mais curto.',
  '{field} may be {limit} at most.': '{field} pode ser no máximo {limit}.',
  '{field} has to be {limit} at least.': '{field} deve ser no mínimo {limit}.',
};
