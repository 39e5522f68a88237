import type { Catalog } from '../catalog.ts';

/** What the help says. Names of commands, options, actions and values stay as they are typed. */
export const help: Catalog['help'] = {
  // The frame.
  'Share folders in a network that you run yourselves: encrypted, verified, from many at once.':
    'Compartilhe pastas em uma rede que vocês mesmos mantêm: cifrado, verificado, de muitos ao mesmo tempo.',
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opções:',
  'Run:': 'Pôr em funcionamento:',
  'Share:': 'Compartilhar:',
  'Find and fetch:': 'Procurar e baixar:',
  'Talk with it:': 'Conversar:',
  'Administer (admins only):': 'Administrar (só administradores):',
  'Help:': 'Ajuda:',
  'Example:': 'Exemplo:',
  'Examples:': 'Exemplos:',
  'A first tour:': 'Para começar:',
  'Exit codes:': 'Códigos de saída:',
  choices: 'opções',
  default: 'padrão',
  remembered: 'fica lembrado',
  '{value} unless given': 'sem ela: {value}',
  'print the version': 'mostra a versão',
  'show this help': 'mostra esta ajuda',
  'explain a command': 'explica um comando',
  'the state folder (or set AYNI_STATE)': 'a pasta de estado (ou AYNI_STATE)',
  'print JSON, for programs': 'responde em JSON, para programas',
  'what to speak (or set AYNI_LANGUAGE)': 'o idioma (ou AYNI_LANGUAGE)',
  'on one machine: starts a network, prints an invite link':
    'em uma máquina: cria uma rede e mostra um link de convite',
  'on another': 'em outra',
  'in a second terminal, on either': 'em outro terminal, em qualquer uma das duas',
  'The state lies in ~/.local/share/ayni or where --state or AYNI_STATE say; AYNI_DEBUG=1 shows the stack of an error.':
    'O estado fica em ~/.local/share/ayni ou onde --state ou AYNI_STATE disserem; AYNI_DEBUG=1 mostra a pilha de um erro.',

  // Exit codes.
  done: 'feito',
  'failed; the message says why': 'falhou; a mensagem diz por quê',
  'the command line makes no sense': 'a linha de comando não faz sentido',
  'a name stands for several things; they are listed': 'um nome designa várias coisas; elas são listadas',
  'no such file, peer, share, download or source': 'não existe tal arquivo, par, compartilhamento, download ou fonte',
  'the tracker, a peer or the daemon cannot be reached': 'não se alcança o tracker, um par ou o serviço local',
  'this member may not, or was not let in': 'este membro não pode, ou não foi aceito',
  'interrupted (Ctrl-C)': 'interrompido (Ctrl-C)',

  // Running.
  'start a network of your own and share folders': 'cria uma rede própria e compartilha pastas',
  'Runs a tracker and a peer in one process, prints an invite link, and stays until Ctrl-C. The next start finds the same network, members and shares.':
    'Põe em funcionamento um tracker e um par em um processo, mostra um link de convite e continua até Ctrl-C. Ao iniciar de novo, lá estão a mesma rede, os mesmos membros e os mesmos compartilhamentos.',
  'folders to share': 'pastas a compartilhar',
  'make a FOLDER that is not there, with a welcome file in it':
    'cria a FOLDER que não existir, com um arquivo de boas-vindas',
  'share the folders with files whose name begins with a dot':
    'compartilha também os arquivos cujo nome começa com um ponto',
  'share the folders with this group only; may be given again':
    'compartilha as pastas só com este grupo; pode ser repetida',
  'also speak helo, flatgrpc, p4, rede or slots; may be given again':
    'fala também helo, flatgrpc, p4, rede ou slots; pode ser repetida',
  'bring to programs of that system what the whole network has':
    'oferece aos programas desse sistema o que a rede inteira tem',
  'settings in TOML (ayni.toml in the state folder unless given)':
    'configurações em TOML (sem ela, ayni.toml na pasta de estado)',
  'join a network by its invite link, and stay': 'entra em uma rede pelo link de convite, e fica',
  'Joins once, shares the folders, and runs the peer until Ctrl-C; later "{self} peer" starts it again.':
    'Entra uma vez, compartilha as pastas e mantém o par em funcionamento até Ctrl-C; depois, "{self} peer" o inicia de novo.',
  'the invite link, in quotes; "-" reads it from stdin': 'o link de convite, entre aspas; "-" o lê da entrada padrão',
  'join only, and do not run the peer': 'só entra, sem iniciar o par',
  'fail at once when no tracker answers': 'falha na hora se nenhum tracker responder',
  'run this machine’s peer': 'inicia o par desta máquina',
  'Runs the peer of a machine that joined before, until Ctrl-C. It waits for its tracker when that is not there yet.':
    'Mantém em funcionamento, até Ctrl-C, o par de uma máquina que já entrou em uma rede. Se o tracker ainda não está lá, espera por ele.',
  'folders to share, beside those shared before': 'pastas a compartilhar, além das que já são compartilhadas',
  'run a tracker alone': 'inicia só um tracker',
  'A tracker knows who is there and what they have; it shares and stores no files. It prints two links: one for an admin, good once, and one for members.':
    'Um tracker sabe quem está lá e o que cada um tem; não compartilha nem guarda arquivos. Mostra dois links: um para um administrador, que vale uma vez, e outro para membros.',
  "Several trackers of one network share a database and the network's key. The database's password comes from PGPASSWORD, from AYNI_STORE (the whole address) or from a --store-file, never from the command line.":
    'Vários trackers de uma rede usam juntos um banco de dados e a chave da rede. A senha do banco vem de PGPASSWORD, de AYNI_STORE (o endereço inteiro) ou de um --store-file, nunca da linha de comando.',
  '"open" opens the pages for admins of the tracker that runs; "backup" copies its state to FOLDER; "move" moves the network to --store':
    '"open" abre as páginas de administração do tracker em funcionamento; "backup" copia o estado para FOLDER; "move" muda a rede para --store',
  'with "backup": where to, a folder that is not there yet': 'com "backup": para onde, uma pasta que ainda não exista',
  'with "open": print the link only': 'com "open": só mostra o link',
  'open the web app in the browser': 'abre o aplicativo web no navegador',
  'The link lets one browser in, once, within a minute. Give it to nobody.':
    'O link deixa entrar um navegador, uma vez, durante um minuto. Não o dê a ninguém.',
  'print the link only, to open it yourself': 'só mostra o link, para você mesmo abrir',
  'leave the network': 'sai da rede',
  'The others no longer see this peer nor what it shared; a running peer ends. Shared and fetched files stay.':
    'Os outros já não veem este par nem o que ele compartilhava; um par em funcionamento termina. Os arquivos compartilhados e baixados ficam.',
  'forget the network on this machine, though no tracker can be told':
    'esquece a rede nesta máquina, mesmo sem poder avisar um tracker',
  'show and set speed limits': 'mostra e muda os limites de velocidade',
  'Without options: shows what holds. Changes hold at once and are remembered. Where several rows of a schedule cover the same time, the first one holds; what a row does not name stays as it is. A row may cross midnight.':
    'Sem opções, mostra o que vale. As mudanças valem na hora e são lembradas. Se várias linhas do horário cobrem a mesma hora, vale a primeira; o que uma linha não cita fica como está. Uma linha pode passar da meia-noite.',
  'all uploads together; "off" for no limit': 'todos os envios juntos; "off" é sem limite',
  'all downloads together': 'todos os downloads juntos',
  'to each other peer': 'para cada outro par',
  'from each other peer': 'de cada outro par',
  'other limits for some hours; may be given again, and replaces the schedule before':
    'outros limites em certas horas; pode ser repetida, e substitui o horário anterior',
  'the same limits at all hours': 'os mesmos limites a qualquer hora',
  'peers that are served at the same time': 'pares atendidos ao mesmo tempo',
  'downloads that run at the same time': 'downloads ao mesmo tempo',
  'show what this machine does': 'mostra o que esta máquina faz',
  'watch transfers and peers live': 'mostra ao vivo transferências e pares',
  'Shows transfers and peers live: q quits, p pauses the chosen download or resumes it, the arrow keys choose. Into a pipe it prints them once.':
    'Mostra ao vivo transferências e pares: q sai, p pausa o download escolhido ou o retoma, as setas escolhem. Em um pipe, mostra uma vez.',
  'check and show the configuration': 'confere e mostra a configuração',
  'A flag goes before the environment, that before the settings file, and that before what the state folder remembers of earlier command lines. Options are those of "up": they show what would hold with them. Secrets are masked.':
    'Uma opção vem antes do ambiente, este antes do arquivo de configurações, e este antes do que a pasta de estado lembra de linhas anteriores. As opções são as de "up": mostram o que valeria com elas. Segredos são ocultados.',
  '"check" says what is wrong, "print" shows what holds and from where':
    '"check" diz o que está errado, "print" mostra o que vale e de onde vem',
  'the settings file (ayni.toml in the state folder unless given)':
    'o arquivo de configurações (sem ele, ayni.toml na pasta de estado)',
  'say what is not as it should be': 'diz o que não está como deveria',
  'Looks at what runs on this machine and says what is not as it should be, and which doors to other systems are open.':
    'Olha o que está em funcionamento nesta máquina e diz o que não está como deveria, e quais portas para outros sistemas estão abertas.',

  // Sharing.
  'share a folder, a file or a manifest': 'compartilha uma pasta, um arquivo ou uma lista',
  'Files that match a line of .ayniignore (written like .gitignore) are left out.':
    'Ficam de fora os arquivos que combinam com uma linha de .ayniignore (escrito como .gitignore).',
  'a folder, a file, or with --manifest a list of files':
    'uma pasta, um arquivo ou, com --manifest, uma lista de arquivos',
  'what the share is called (the name of the folder or file unless given)':
    'como se chama o compartilhamento (sem ela, como a pasta ou o arquivo)',
  'with files whose name begins with a dot': 'com os arquivos cujo nome começa com um ponto',
  'PATH is a text file with "name path" on each line': 'PATH é um arquivo de texto com "nome caminho" em cada linha',
  'only for this group; may be given again': 'só para este grupo; pode ser repetida',
  'only for this peer; may be given again': 'só para este par; pode ser repetida',
  'stop sharing': 'deixa de compartilhar',
  'The files stay where they are.': 'Os arquivos ficam onde estão.',
  'the share’s name, as "status" shows it': 'o nome do compartilhamento, como "status" o mostra',
  'look for changes in shares now': 'procura agora mudanças nos compartilhamentos',
  'A running peer notices changes by itself; this is for file systems that tell of none, such as network drives.':
    'Um par em funcionamento percebe as mudanças sozinho; isto é para sistemas de arquivos que não avisam, como unidades de rede.',
  'one share; all unless given': 'só este compartilhamento; sem ele, todos',

  // Finding and fetching.
  'find files and folders by name': 'procura arquivos e pastas pelo nome',
  'parts of the name or path; all must occur. None lists everything':
    'partes do nome ou do caminho; todas devem aparecer. Sem nenhuma, lista tudo',
  'A word of three letters or more is found anywhere in a name or path, a shorter one where a word begins: "on" finds one.txt and not song.txt. One or two marks alone, such as "%", find nothing; beside other words they have to be there, too.':
    'Uma palavra de três letras ou mais é encontrada em qualquer parte de um nome ou caminho; uma mais curta, onde começa uma palavra: "on" encontra one.txt e não song.txt. Um ou dois sinais sozinhos, como "%", não encontram nada; junto a outras palavras também devem aparecer.',
  'only these': 'só estes',
  'with this ending, such as jpg; may be given again': 'com esta terminação, como jpg; pode ser repetida',
  'at least this large, such as 10MB': 'deste tamanho no mínimo, como 10MB',
  'at most this large': 'deste tamanho no máximo',
  'shared by this peer': 'que este par compartilha',
  'only what somebody who is online has': 'só o que alguém on-line tem',
  'at most this many': 'no máximo tantos',
  'list what peers share': 'lista o que os pares compartilham',
  'the shares of all peers': 'o que todos os pares compartilham',
  'the shares of the peer "left"': 'o que o par "left" compartilha',
  'a folder with all below': 'uma pasta com tudo o que contém',
  'a peer, or a folder of one; none lists the shares of all':
    'um par, ou uma pasta dele; sem nada, o que todos compartilham',
  'with everything below': 'com tudo o que contém',
  'list the peers of the network': 'lista os pares da rede',
  'only those that are online': 'só os que estão on-line',
  'show who has a file': 'mostra quem tem um arquivo',
  'a name, a content id, or PEER:share/path': 'um nome, um id de conteúdo ou PEER:compartilhamento/caminho',
  'which of several contents, by the beginning of its id': 'qual de vários conteúdos, pelo começo do id',
  'fetch files and folders': 'baixa arquivos e pastas',
  'Nothing is ever overwritten: a file that is there with the same bytes is kept, another one gets a number beside it. What was interrupted goes on where it stopped when the same command is given again. Patterns are those of .gitignore, relative to the folder: "*.pdf", "2025/", "!draft.pdf".':
    'Nada é sobrescrito: um arquivo com os mesmos bytes é mantido; se for outro, o novo recebe um número. O que foi interrompido continua de onde parou ao dar de novo o mesmo comando. Os padrões são os de .gitignore, relativos à pasta: "*.pdf", "2025/", "!rascunho.pdf".',
  'names, content ids, links, PEER:share/path, folders, or DIALECT://HOST:PORT/NAME':
    'nomes, ids de conteúdo, links, PEER:compartilhamento/caminho, pastas ou DIALECT://HOST:PORT/NAME',
  'which of several contents with this name, by the beginning of its id':
    'qual de vários conteúdos com este nome, pelo começo do id',
  'where to put it (the downloads folder unless given)': 'onde pôr (sem ela, na pasta de downloads)',
  'do not offer it to others afterwards': 'não o oferece depois aos outros',
  'of a folder, only files that match; may be given several times':
    'de uma pasta, só os arquivos que combinam; pode ser repetida',
  'of a folder, no files that match; may be given several times':
    'de uma pasta, nenhum arquivo que combine; pode ser repetida',
  'of a folder, files that match before the others; may be given several times':
    'de uma pasta, primeiro os arquivos que combinam; pode ser repetida',
  'one file after the other, each from its beginning, to play it meanwhile':
    'um arquivo após o outro, cada um desde o começo, para ver ou ouvir enquanto chega',
  'make a link of a file or folder': 'cria um link de um arquivo ou pasta',
  'Who is in the network fetches by it with "{self} get LINK", from whoever has the file then. It lets nobody in.':
    'Quem está na rede baixa por ele com "{self} get LINK", de quem tiver o arquivo na hora. Não deixa ninguém entrar.',
  'a name, a content id, or PEER:share/path; folders too':
    'um nome, um id de conteúdo ou PEER:compartilhamento/caminho; também pastas',
  'fetch what matches when it appears': 'baixa o que combina assim que aparece',
  'Fetches what matches all of it, what is there now and what appears, until Ctrl-C. What this machine has already is left.':
    'Baixa o que combina com tudo isso, o que já está lá e o que aparecer, até Ctrl-C. O que esta máquina já tem é deixado.',
  'words as "search" takes them, or globs in quotes: "*.pdf", "music/**"':
    'palavras como em "search", ou padrões entre aspas: "*.pdf", "music/**"',
  'end after the first': 'termina depois do primeiro',
  'say what matches, and fetch nothing': 'diz o que combina, sem baixar nada',
  'keep a folder the same as a peer’s': 'mantém uma pasta igual à de um par',
  'Fetches what is new, and replaces or deletes only what it wrote itself and nobody changed since. What you changed here stays until the peer\'s changes too, and then gets a name such as "notes (conflict 2026-11-26).txt". Your own files stay. While the peer is offline nothing is touched.':
    'Baixa o que é novo, e só substitui ou apaga o que ele mesmo gravou e ninguém mudou depois. O que você mudou aqui fica até mudar também no par, e então recebe um nome como "notas (conflict 2026-11-26).txt". Os seus próprios arquivos ficam. Enquanto o par está ausente, nada é tocado.',
  'a folder of a peer, or a whole share': 'uma pasta de um par, ou um compartilhamento inteiro',
  'the folder to keep the same; it is made where it is not there': 'a pasta a manter igual; é criada se não existir',
  'end when it is the same': 'termina quando está igual',
  'list, order, pause, resume or cancel downloads': 'lista, ordena, pausa, retoma ou cancela downloads',
  '"list", "pause", "resume", "cancel" or "move"': '"list", "pause", "resume", "cancel" ou "move"',
  'ids, as "list" shows them, or "all"; for "move" an id and first, last, up or down':
    'ids, como "list" os mostra, ou "all"; para "move", um id e first, last, up ou down',

  // Talking.
  'do all of this in a shell': 'faz tudo isso em um console próprio',
  'Understands peers, ls, list, where, search, get, rehash and more ("help" lists them), with history and Tab. From a pipe it reads a command a line, without a prompt; the exit code is that of the first that failed.':
    'Entende peers, ls, list, where, search, get, rehash e mais ("help" lista todos), com histórico e Tab. De um pipe, lê um comando por linha; o código de saída é o do primeiro que falhou.',
  'see, request and leave by numbers': 'ver, pedir e sair por números',
  'Lists the files of the network, fetches one by its name, or leaves the network for good. Ctrl-D ends the menu alone.':
    'Lista os arquivos da rede, baixa um pelo nome ou sai da rede para sempre. Ctrl-D fecha só o menu.',
  'print what completes commands in your shell': 'mostra o que completa comandos no seu shell',
  'Prints a script that completes commands, options, peers, and paths of peers while a peer runs here.':
    'Mostra um script que completa comandos, opções, pares e caminhos de pares enquanto há um par em funcionamento aqui.',
  'or, where bash-completion is not installed, in ~/.bashrc:':
    'ou, onde o bash-completion não está instalado, em ~/.bashrc:',
  'in ~/.zshrc, after compinit:': 'em ~/.zshrc, depois de compinit:',
  'or, into a folder of $fpath:': 'ou, em uma pasta de $fpath:',
  'Examples, one for each shell; they make it stay:': 'Exemplos, um para cada shell; assim fica para sempre:',
  'which shell': 'qual shell',

  // Administering.
  'make, list and revoke invites': 'cria, lista e revoga convites',
  'Guests share nothing, but serve what they fetch; members share; admins also invite, revoke and withdraw.':
    'Convidados (guest) não compartilham, mas servem o que baixam; membros (member) compartilham; administradores (admin) também convidam, expulsam e retiram.',
  'a link for one new member, good for a week': 'um link para um novo membro, válido por uma semana',
  'for a class, today': 'para uma turma, hoje',
  '"create", "list" or "revoke"': '"create", "list" ou "revoke"',
  'which invite to revoke, as "list" shows it': 'qual convite revogar, como "list" o mostra',
  'what who joins may do': 'o que pode fazer quem entra',
  'a group that who joins is in; may be given again': 'um grupo de quem entra; pode ser repetida',
  'how many may join with it': 'quantos podem entrar com ele',
  'until when, such as 12h or 7d': 'até quando, como 12h ou 7d',
  'list the members': 'lista os membros',
  'shut a member out': 'expulsa um membro',
  'The tracker refuses the member at once, the other peers within a heartbeat (20 s).':
    'O tracker recusa o membro na hora; os outros pares, em um batimento (20 s).',
  'name, or the beginning of the id': 'o nome, ou o começo do id',
  'remove a file from the whole network': 'retira um arquivo da rede inteira',
  "Nobody finds the content any more, under whatever name, and it cannot be published again. Files on the members' machines stay. Where a name stands for several contents it asks which, and withdraws nothing where nobody can answer.":
    'Ninguém encontra mais o conteúdo, sob nenhum nome, e ele não pode ser publicado de novo. Os arquivos nas máquinas dos membros ficam. Se um nome designa vários conteúdos, pergunta qual, e não retira nada se ninguém puder responder.',
  'a name, a content id, a link, or PEER:share/path':
    'um nome, um id de conteúdo, um link ou PEER:compartilhamento/caminho',

  // Settings.
  'what others see this peer as': 'o nome com que os outros veem este par',
  'the host name': 'o nome da máquina',
  'where other peers fetch from us': 'porta onde os outros baixam daqui',
  '7742, or a free one': '7742, ou uma livre',
  'where fetched files land': 'para onde vão os arquivos baixados',
  'what "ayni limit" says': 'o que "ayni limit" disser',
  'connections of peers at the same time': 'conexões de pares ao mesmo tempo',
  'threads that receive, for links of several Gbit/s': 'threads que recebem, para linhas de vários Gbit/s',
  'ask the tracker about each peer that connects': 'pergunta ao tracker sobre cada par que se conecta',
  'where the tracker listens': 'porta onde o tracker escuta',
  '"invite" (with a link only) or "open" (anyone may join)': '"invite" (só com um link) ou "open" (qualquer um entra)',
  'connections to the tracker at the same time': 'conexões ao tracker ao mesmo tempo',
  'keep the state in PostgreSQL, postgres://user@host/name':
    'guarda o estado em PostgreSQL, postgres://usuario@maquina/nome',
  'a file in the state folder': 'um arquivo na pasta de estado',
  'a file with that address, which may hold the password': 'um arquivo com esse endereço, que pode conter a senha',
  'the signing key of a network that has other trackers over the same database':
    'a chave de assinatura de uma rede que tem outros trackers sobre o mesmo banco de dados',
  'let programs of those systems in, who have no credential':
    'deixa entrar os programas desses sistemas, que não têm credencial',
  'listen on this address only': 'escuta só neste endereço',
  'all addresses': 'em todos',
  'where the local API listens': 'porta onde a API local escuta',
  'the last one, or a free one': 'a última, ou uma livre',
  'debug, info, warn, error or silent': 'debug, info, warn, error ou silent',
  'log to stderr as JSON, not to the state folder':
    'escreve o registro na saída de erros, em JSON, e não na pasta de estado',
  'serve /metrics (Prometheus) and /health there': 'oferece /metrics (Prometheus) e /health nessa porta',
  off: 'não',
  'let others than this machine read them, at this address': 'deixa outras máquinas lê-los, neste endereço',
  'send traces to this collector (OpenTelemetry, OTLP over HTTP)':
    'envia rastros a este coletor (OpenTelemetry, OTLP sobre HTTP)',
  'of the traces that begin here, so many are sent': 'dos rastros que começam aqui, quantos são enviados',
};
