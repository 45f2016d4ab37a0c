// Starts YASGUI on our own endpoint, without its look-ups at other hosts and without a memory.
"use strict";
(() => {
  const place = document.getElementById("yasgui");
  const Yasgui = window.Yasgui.default || window.Yasgui.Yasgui || window.Yasgui;
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.value = place.dataset.query;
  new Yasgui(place, {
    requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    autofocus: false,
  });
})();
