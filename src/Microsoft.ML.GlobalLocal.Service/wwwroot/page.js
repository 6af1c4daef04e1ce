'use strict';

// The spaces of the library by what they are; one of another name is shown by its name.
const spaceMeanings = {
  GW: 'weighted least squares',
  GS: 'spectral',
  GN: 'neighbours by shared users',
  GE: 'linear item weights (EASE)',
  GD: 'network, distances',
  GP: 'network, products',
  LD: 'local network, distances',
  LP: 'local network, products',
};

const byId = id => document.getElementById(id);
const state = { mode: 'user', user: '', items: [], count: 10, clusters: null };
let model = null;
let request = null;

/** Makes an element with a class, a text and children. */
function element(tag, className, text, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** Asks the API; what it refuses is thrown as the sentence of its problem details. */
async function ask(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.detail ?? body?.title ?? `The service answered ${response.status}.`);
  return body;
}

/** A text field that offers what fits, picked by mouse or by keyboard. */
function offer(input, list, find, show, pick) {
  let found = [];
  let active = -1;
  let latest = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const take = index => {
    const entry = found[index];
    close();
    pick(entry);
  };
  const mark = index => {
    active = index;
    [...list.children].forEach((child, n) => child.setAttribute('aria-selected', n === index));
    list.children[index]?.scrollIntoView({ block: 'nearest' });
    if (index >= 0) input.setAttribute('aria-activedescendant', `${list.id}-${index}`);
  };
  const open = async () => {
    const asked = ++latest;
    const entries = await find(input.value).catch(() => []);
    if (asked !== latest || document.activeElement !== input) return;
    found = entries;
    list.replaceChildren(...entries.map((entry, n) => {
      const item = element('li', null, show(entry));
      item.id = `${list.id}-${n}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      // Before the field loses the focus, which closes the list.
      item.addEventListener('mousedown', event => {
        event.preventDefault();
        take(n);
      });
      return item;
    }));
    active = -1;
    list.hidden = entries.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
  };

  input.addEventListener('input', open);
  input.addEventListener('focus', () => {
    input.select();
    open();
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', event => {
    const count = list.hidden ? 0 : found.length;
    if (event.key === 'ArrowDown' && list.hidden) open();
    else if (event.key === 'ArrowDown' && count) mark((active + 1) % count);
    else if (event.key === 'ArrowUp' && count) mark((active + count - 1) % count);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter') {
      if (count) take(Math.max(active, 0));
      else if (input.value) pick(null, input.value);
    } else return;
    event.preventDefault();
  });
}

function bars(spaces) {
  const chart = element('dl', 'spaces');
  chart.setAttribute('aria-label', 'Attention of each space');
  spaces.forEach(space => {
    const share = `${Math.round(space.weight * 100)} %`;
    const bar = element('div', 'bar');
    bar.style.width = `${space.weight * 100}%`;
    bar.style.background = `var(--space-${model.spaces.findIndex(known => known.name === space.space) % 8})`;
    const track = element('dd', 'track', null, bar);
    track.setAttribute('aria-hidden', 'true');
    chart.append(element('dt', null, space.space), track, element('dd', 'share', share));
  });
  return chart;
}

function row(recommendation) {
  const what = element('div', null, null, element('span', 'name', recommendation.name));
  if (state.mode === 'items' && state.items.length < model.maxItems) {
    const add = element('button', 'add', 'add');
    add.type = 'button';
    add.setAttribute('aria-label', `Add ${recommendation.name} to the items`);
    add.addEventListener('click', () => choose(recommendation));
    what.append(add);
  }

  if (recommendation.becauseOf.length) {
    what.append(element('div', 'because', `because of ${recommendation.becauseOf.slice(0, 3).map(item => item.name).join(', ')}`));
  }

  return element('li', null, null, what, bars(recommendation.spaces));
}

function showLegend() {
  const known = model.spaces.filter(space => spaceMeanings[space.name]);
  byId('legend').replaceChildren(...[{ name: 'Bars', meaning: 'attention of each space' }, ...known].map(space => element('div', null, null, element('dt', null, space.name), element('dd', null, space.meaning ?? spaceMeanings[space.name]))));
  byId('legend').hidden = false;
}

function show(answer, who) {
  byId('results').replaceChildren(...answer.recommendations.map(row));
  byId('results-title').textContent = who;
  const searched = answer.searchedClusters ? `, ${answer.searchedClusters} of ${model.clusters} clusters searched` : '';
  byId('status').textContent = `${answer.recommendations.length} recommendations${searched}`;
  showLegend();
}

function fail(error) {
  byId('error').textContent = error.message;
  byId('error').hidden = false;
  byId('results').replaceChildren();
  byId('legend').hidden = true;
  byId('status').textContent = '';
}

/** Shows the recommendations for the choice as it stands; a later call overtakes an earlier one. */
async function recommend() {
  remember();
  const forUser = state.mode === 'user';
  if (forUser ? !state.user : !state.items.length) {
    byId('results').replaceChildren();
    byId('results-title').textContent = 'What next?';
    byId('status').textContent = 'Pick a user, or some items.';
    byId('error').hidden = byId('legend').hidden = true;
    return;
  }

  request?.abort();
  const current = request = new AbortController();
  byId('results').setAttribute('aria-busy', 'true');
  try {
    const answer = forUser
      ? await ask(`api/users/${encodeURIComponent(state.user)}/recommendations?${new URLSearchParams({
        count: state.count, explain: true, ...(state.clusters && { searchedClusters: state.clusters }),
      })}`, { signal: current.signal })
      : await ask('api/recommendations', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ items: state.items.map(item => item.item), count: state.count, searchedClusters: state.clusters, explain: true }),
        signal: current.signal,
      });
    byId('error').hidden = true;
    show(answer, forUser ? `For ${state.user}` : 'For a new user');
  } catch (error) {
    if (error.name !== 'AbortError') fail(error);
  } finally {
    if (current === request) byId('results').removeAttribute('aria-busy');
  }
}

async function pickUser(user) {
  state.user = byId('user').value = user;
  byId('owned').hidden = true;
  recommend();
  const known = await ask(`api/users/${encodeURIComponent(user)}`).catch(() => null);
  if (known && state.user === user) {
    byId('owned').querySelector('summary').textContent = `Has ${known.itemCount} items`;
    byId('owned').querySelector('ul').replaceChildren(...known.items.map(item => element('li', null, item.name)));
    byId('owned').hidden = false;
  }
}

function choose(item) {
  byId('item').value = '';
  if (!state.items.some(chosen => chosen.item === item.item)) state.items.push({ item: item.item, name: item.name });
  showChosen();
  recommend();
}

function showChosen() {
  byId('chosen').replaceChildren(...state.items.map(item => {
    const button = element('button', null, item.name);
    button.type = 'button';
    button.setAttribute('aria-label', `Remove ${item.name}`);
    button.addEventListener('click', () => {
      state.items = state.items.filter(other => other !== item);
      showChosen();
      byId('item').focus();
      recommend();
    });
    return element('li', null, null, button);
  }));
}

function setMode(mode) {
  state.mode = mode;
  document.querySelector(`[name=mode][value=${mode}]`).checked = true;
  byId('user-part').hidden = mode !== 'user';
  byId('items-part').hidden = mode !== 'items';
}

/** A slider shows its value at once and asks when the hand rests. */
function slide(id, take, text) {
  let rest;
  const input = byId(id);
  const label = () => { byId(`${id}-value`).textContent = text(input); };
  input.addEventListener('input', () => {
    take(Number(input.value));
    label();
    clearTimeout(rest);
    rest = setTimeout(recommend, 150);
  });
  label();
}

/** The address holds the choice, so that it can be passed on. */
function remember() {
  const query = new URLSearchParams({ n: state.count, ...(state.clusters && { k: state.clusters }) });
  if (state.mode === 'items') state.items.forEach(item => query.append('item', item.item));
  else if (state.user) query.set('user', state.user);
  history.replaceState(null, '', `?${query}`);
}

async function start() {
  model = await ask('api/model');
  const trained = model.trainedAt ? `trained ${new Date(model.trainedAt).toLocaleString()} on` : 'trained on';
  byId('model').textContent = `Model ${model.hash.slice(0, 12)}, ${trained} ${model.interactions.toLocaleString()} interactions of ${model.users.toLocaleString()} users with ${model.items.toLocaleString()} items`;

  const query = new URLSearchParams(location.search);
  const [count, clusters] = [byId('count'), byId('clusters')];
  count.max = Math.min(50, model.maxCount);
  count.value = query.get('n') ?? 10;
  state.count = Number(count.value);
  if (model.clusters) {
    clusters.max = model.clusters;
    clusters.value = query.get('k') ?? model.searchedClusters;
    state.clusters = Number(clusters.value);
  } else {
    clusters.disabled = true;
    byId('clusters-help').textContent = 'This model has no clusters: every search is exact.';
  }

  slide('count', value => { state.count = value; }, input => input.value);
  slide('clusters', value => { state.clusters = value; }, input => model.clusters ? `${input.value} of ${input.max}` : 'all');
  offer(byId('user'), byId('user-list'), text => ask(`api/users?${new URLSearchParams({ search: text, count: 20 })}`), user => user, (user, typed) => pickUser(user ?? typed));
  offer(byId('item'), byId('item-list'), text => ask(`api/items?${new URLSearchParams({ search: text, count: 20 })}`), item => item.name, item => item && choose(item));
  document.querySelectorAll('[name=mode]').forEach(radio => radio.addEventListener('change', () => {
    setMode(radio.value);
    recommend();
  }));
  byId('controls').addEventListener('submit', event => event.preventDefault());

  if (query.has('item')) {
    setMode('items');
    for (const id of query.getAll('item')) {
      const found = await ask(`api/items?${new URLSearchParams({ search: id, count: 20 })}`).catch(() => []);
      state.items.push(found.find(item => item.item === id) ?? { item: id, name: id });
    }
    showChosen();
    recommend();
  } else if (query.get('user')) pickUser(query.get('user'));
}

start().catch(fail);
