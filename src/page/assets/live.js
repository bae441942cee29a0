
// The preview: the page is made anew after each save, and keeps its place.

const live = document.documentElement.getAttribute('data-live');
let liveVersion = live;
let source = null;

/** Takes over what a newer page holds. */
function takeOver(fresh) {
  const place = { top: window.scrollY, focus: document.activeElement && document.activeElement.id, side: document.getElementById('side').scrollTop };
  const open = new Set([...document.querySelectorAll('#chapters details[open]')].map((one) => one.getAttribute('data-path')));
  read(fresh.getElementById('data').textContent);
  overview.replaceChildren(...[...fresh.getElementById('overview').childNodes].map((one) => document.importNode(one, true)));
  document.querySelector('header .name').textContent = fresh.querySelector('header .name').textContent;
  empty(document.getElementById('chapters'), chapterList());
  for (const details of document.querySelectorAll('#chapters details')) {
    if (open.has(details.getAttribute('data-path'))) {
      details.fillIn();
      details.open = true;
    }
  }
  const box = document.getElementById('find');
  if (box.value) find(box.value);
  now.title = null;
  now.number = null;
  const kind = now.kind;
  go();
  if (now.kind === kind) window.scrollTo(0, place.top);
  document.getElementById('side').scrollTop = place.side;
  const focused = place.focus && document.getElementById(place.focus);
  if (focused) focused.focus({ preventScroll: true });
  document.documentElement.setAttribute('data-live', liveVersion);
}

function renew(version) {
  if (version === liveVersion) {
    say('');
    return;
  }
  const request = new XMLHttpRequest();
  request.open('GET', location.pathname);
  request.responseType = 'document';
  request.onload = () => {
    if (request.status !== 200 || !request.response) return;
    liveVersion = request.response.documentElement.getAttribute('data-live');
    takeOver(request.response);
    say('Made anew.');
  };
  request.send();
}

function listen() {
  if (source || document.hidden) return;
  source = new EventSource(location.pathname + 'events');
  source.addEventListener('page', (event) => renew(event.data));
  source.addEventListener('trouble', (event) => say('Not now: ' + JSON.parse(event.data), true));
}

function hush() {
  if (source) source.close();
  source = null;
}

if (live !== null) {
  // A browser opens few connections to one server: tabs that nobody sees need none.
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()));
  window.addEventListener('pagehide', hush);
  window.addEventListener('pageshow', listen);
  listen();
}
