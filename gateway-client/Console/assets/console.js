(function () {
  'use strict';

  const say = text => { document.getElementById('announce').textContent = text; };
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content;

  // Theme: as the system, light, dark.
  const themes = ['auto', 'light', 'dark'];
  const theme = document.getElementById('theme');
  const showTheme = () => { theme.textContent = 'Theme: ' + (document.documentElement.dataset.theme ?? 'auto'); };
  theme.hidden = false;
  showTheme();
  theme.addEventListener('click', () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % themes.length];
    if (next === 'auto') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = next;
    try { localStorage.setItem('vespid-theme', next); } catch { /* then it holds for this page */ }
    showTheme();
  });

  // Navigation on a phone.
  const menu = document.querySelector('button.menu');
  menu?.addEventListener('click', () => {
    const open = menu.getAttribute('aria-expanded') !== 'true';
    menu.setAttribute('aria-expanded', String(open));
    document.getElementById('places').classList.toggle('open', open);
  });

  // Reading again. A panel that somebody is typing in, has marked lines of, or has a line of opened in, waits.
  const focusable = 'a[href], button, input, select, textarea, summary';
  const busy = panel => panel.querySelector('input[type="checkbox"]:checked') !== null
    || (panel.contains(document.activeElement) && document.activeElement.matches('input:not([type="checkbox"]), select, textarea'));

  function swap(old, fresh, force) {
    if (!force && busy(old)) return;
    const opened = [...old.querySelectorAll('details[open][id]')].map(each => each.id);
    const place = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
    const id = document.activeElement?.id;
    for (const each of fresh.querySelectorAll('details[id]')) each.open = opened.includes(each.id);
    // What was refused stays to be read until somebody asks again.
    const said = old.querySelector('p.fault[data-said]');
    if (said && !force) show(fresh.querySelector('p.fault'), said.textContent);
    old.replaceWith(fresh);
    if (place < 0) return;
    const all = fresh.querySelectorAll(focusable);
    ((id ? fresh.querySelector('#' + CSS.escape(id)) : null) ?? all[Math.min(place, all.length - 1)])?.focus({ preventScroll: true });
  }

  function show(line, text) {
    line.textContent = text;
    line.dataset.said = 'yes';
    line.hidden = false;
  }

  let reading = null;
  async function refresh(only, force) {
    reading?.abort();
    const mine = reading = new AbortController();
    let answer, text;
    try {
      answer = await fetch(location.href, { headers: { accept: 'text/html' }, signal: mine.signal });
      if (answer.redirected) { location.reload(); return false; }
      text = await answer.text();
    } catch (fault) {
      // One that a later one has overtaken is as good as done.
      if (mine.signal.aborted) return true;
      say('The server does not answer.');
      return false;
    }
    const page = new DOMParser().parseFromString(text, 'text/html');
    if (!answer.ok) { say(page.querySelector('main p.fault')?.textContent ?? 'The page could not be read again.'); return false; }
    const mark = page.querySelector('meta[name="csrf-token"]');
    if (mark) document.querySelector('meta[name="csrf-token"]')?.setAttribute('content', mark.content);
    for (const fresh of [...page.querySelectorAll('section.panel[id]')]) {
      if (only && fresh.id !== only) continue;
      const old = document.getElementById(fresh.id);
      if (old) swap(old, fresh, force); else document.getElementById('main').append(fresh);
    }
    return true;
  }

  document.addEventListener('click', async event => {
    const button = event.target.closest('button[data-refresh]');
    if (!button) return;
    const name = button.closest('section').querySelector('h2').textContent;
    if (await refresh(button.dataset.refresh, true)) say(name + ' refreshed.');
  });

  // Marks for many lines at once.
  document.addEventListener('change', event => {
    const all = event.target.closest('input[data-all]');
    if (all) for (const each of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) each.checked = all.checked;
  });

  // Changes.
  function ask(text) {
    const dialog = document.getElementById('ask');
    document.getElementById('ask-text').textContent = text;
    dialog.returnValue = 'no';
    dialog.showModal();
    return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
  }

  function bodyOf(form) {
    const body = form.dataset.body ? JSON.parse(form.dataset.body) : {};
    for (const field of form.querySelectorAll('[name]')) {
      const target = field.dataset.in ? (body[field.dataset.in] ??= {}) : body;
      if (field.type === 'checkbox') { if (!field.dataset.many) target[field.name] = field.checked; continue; }
      const text = field.value.trim();
      if (text === '' && !field.dataset.keepEmpty) continue;
      target[field.name] = field.dataset.type === 'number' ? Number(text)
        : field.dataset.type === 'minutes' ? new Date(Date.now() + Number(text) * 60000).toISOString()
        : field.dataset.type === 'list' ? text.split(',').map(each => each.trim()).filter(Boolean)
        : field.type === 'password' ? field.value : text;
    }
    if (form.dataset.marked) {
      body[form.dataset.marked] = [...document.querySelectorAll(`input[name="${form.dataset.marked}"]:checked`)].map(each => each.value);
    }
    return body;
  }

  function faultOf(body, status) {
    const error = body?.error?.code ? body.error : body;
    if (!error?.code) return `The server answered ${status}.`;
    const fields = Object.entries(error.details?.fieldErrors ?? {}).map(([name, faults]) => `${name}: ${faults.join(' ')}`);
    return [error.message, ...fields, ...(error.details?.formErrors ?? []), ...(error.fields ?? []), `(${error.code})`].filter(Boolean).join(' ');
  }

  // By the panel's id, for the panel may have been read again meanwhile.
  function refuse(panel, text) {
    say('');
    const line = document.getElementById(panel)?.querySelector('p.fault');
    if (line) show(line, text); else say(text);
  }

  document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-call]');
    if (!form) return;
    event.preventDefault();
    if (form.dataset.running) return;
    const panel = form.closest('section')?.id;
    const body = bodyOf(form);
    if (form.dataset.marked && body[form.dataset.marked].length === 0) { refuse(panel, 'Mark at least one line.'); return; }
    const many = form.dataset.marked ? body[form.dataset.marked].length : 1;
    if (form.dataset.confirm && !await ask(form.dataset.confirm.replace('{n}', many))) return;
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    if (csrf()) headers['x-csrf-token'] = csrf();
    if (form.dataset.org) headers['x-org-id'] = form.dataset.org;
    const url = form.getAttribute('action').replace(/\{(\w+)\}/g, (_, name) => { const value = body[name]; delete body[name]; return encodeURIComponent(value ?? ''); });
    form.dataset.running = 'yes';
    say('Working…');
    try {
      const call = { method: form.dataset.call, headers };
      if (form.dataset.call !== 'DELETE') call.body = JSON.stringify(body);
      const answer = await fetch(url, call);
      const text = await answer.text();
      let result = null;
      try { result = text ? JSON.parse(text) : null; } catch { /* no JSON: the status says it */ }
      if (!answer.ok) { refuse(panel, faultOf(result, answer.status)); return; }
      if (result?.delivered === false) {
        refuse(panel, 'Not delivered: ' + (result.result?.error ?? result.error ?? result.result?.status ?? result.status ?? 'no reason given'));
        return;
      }
      if (result?.ok === false && result.hops) {
        refuse(panel, 'Not everywhere: ' + result.hops.map(hop => `${hop.channel} ${hop.status}`).join(', '));
        return;
      }
      if (form.dataset.then) { location.assign(form.dataset.then); return; }
      if (form.classList.contains('out')) { location.assign('/dashboard/sign-in'); return; }
      form.reset();
      for (const each of document.querySelectorAll('input[type="checkbox"]:checked')) each.checked = false;
      form.closest('details')?.removeAttribute('open');
      if (document.activeElement?.matches('input, textarea, select')) document.activeElement.blur();
      await refresh(null, true);
      const outcome = form.dataset.show && result?.[form.dataset.show];
      say((form.dataset.say ?? 'Done.') + (outcome ? ' ' + outcome : ''));
    } catch {
      refuse(panel, 'The server does not answer. Look whether the change was made before you try again.');
    } finally {
      delete form.dataset.running;
    }
  });

  // Following the page while somebody looks at it.
  const live = document.getElementById('live');
  let source = null;
  const tell = (text, state) => { live.hidden = false; live.textContent = text; live.dataset.state = state; };
  function follow() {
    source = new EventSource(location.pathname + location.search);
    source.addEventListener('open', () => tell('Live', 'on'));
    source.addEventListener('changed', () => refresh(null, false));
    source.addEventListener('error', () => {
      tell(source.readyState === EventSource.CLOSED ? 'Not live' : 'Connecting', 'off');
    });
  }
  if (document.body.dataset.live === 'on') {
    follow();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) { source.close(); return; }
      follow();
      refresh(null, false);
    });
  }
})();
