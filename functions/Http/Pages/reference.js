// The reference's settings: its calls go to the sandbox, with a key that is at hand.
const shelf = "sandbox-key";
const ask = window.fetch.bind(window);

// A session opens live data: only a key may, and calls without one go out as nobody's.
window.fetch = (input, init) => ask(input, { ...init, credentials: "omit" });

/** The key of the address (#key=...), the one of earlier, or a new one for whoever is signed in; null where nobody is. */
async function keyAtHand() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given?.startsWith("ifk_test_")) {
    history.replaceState(null, "", location.pathname + location.search);
    return keep(given, null);
  }
  const kept = JSON.parse(sessionStorage.getItem(shelf) ?? "null");
  if (kept && (kept.endsAt === null || Date.parse(kept.endsAt) > Date.now())) {
    return kept.secret;
  }
  const me = await ask("/api/v1/me");
  if (!me.ok) {
    return null;
  }
  const made = await ask("/api/v1/me/sandbox-key", { method: "POST" });
  if (!made.ok) {
    return null;
  }
  const { key, secret } = await made.json();
  return keep(secret, key.expiresAt);
}

function keep(secret, endsAt) {
  sessionStorage.setItem(shelf, JSON.stringify({ secret, endsAt }));
  return secret;
}

function note(key) {
  const line = document.createElement("p");
  line.id = "key-at-hand";
  line.style.cssText =
    "margin:0;padding:.5rem 1rem;font:14px/1.5 system-ui,sans-serif;text-align:center;background:#0f6e84;color:#fff";
  if (key) {
    line.textContent = `Calls from this page go to your sandbox, with the key ${key.slice(0, 13)}…`;
  } else {
    const link = document.createElement("a");
    link.href = "/sign-in?return=/docs";
    link.textContent = "Sign in";
    link.style.color = "inherit";
    line.append(link, " to try calls with a key of your sandbox, or paste one of yours (ifk_test_…) below.");
  }
  document.body.prepend(line);
}

const key = await keyAtHand().catch(() => null);
note(key);

export default key ? { authentication: { preferredSecurityScheme: "apiKey", securitySchemes: { apiKey: { token: key } } } } : {};
