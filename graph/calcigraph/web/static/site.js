// Small helps on every page; everything works without them.
"use strict";
