// The form one joins with: a name, and a room code where the host asks for one.

import { say } from "../language.js";
import { createObjection } from "./objection.js";
import { byId, write } from "./page.js";
import { secondsUntil } from "./words.js";

/** `actions` are { join({ nick, code }), suggest() }; `suggest` returns a nick. */
export function createJoinForm(actions) {
  const nick = byId("nick");
  const code = byId("code");
  const objection = createObjection("join", (free) => {
    nick.value = free;
    submit();
  });

  function submit() {
    objection.show();
    actions.join({ nick: nick.value.trim(), code: code.value.trim() });
  }

  byId("join-form").onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  byId("suggest").onclick = () => {
    nick.value = actions.suggest();
  };

  return {
    fill(values) {
      nick.value = values.nick;
      code.value = values.code;
      byId("join-host").textContent = location.host;
    },
    show(open) {
      byId("join").hidden = !open;
    },
    objectToNick(sentence, suggestion) {
      objection.show(sentence, suggestion);
      nick.select();
    },
    askForCode(sentence) {
      byId("code-part").hidden = false;
      objection.show(sentence);
      code.select();
    },
    /** What the connection does meanwhile. */
    render({ connecting, retry_at_ms }, now_ms) {
      byId("join-button").disabled = connecting;
      const waits = () => say("join.retry", { seconds: secondsUntil(retry_at_ms, now_ms) });
      const sentence = retry_at_ms === null ? "" : waits();
      write(byId("join-status"), connecting ? say("status.connecting") : sentence);
      objection.render();
    },
  };
}
