-- Neovim as a client of the server: open, diagnostics, hover, answer a question, insert, save. Ends with status 1 and a
-- message when something is not as it should be. FILE is the argument; LIFT_TEST_COMMAND starts the server.
local patience = 60000

local function fail(message)
  io.stderr:write("FAILED: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function until_true(what, condition)
  if not vim.wait(patience, condition, 50) then
    local shown = vim.tbl_map(function(d) return (d.code or "?") .. " " .. d.message end, vim.diagnostic.get(0))
    fail("waited in vain for " .. what .. "; shown: " .. table.concat(shown, " | "))
  end
end

local buffer = vim.api.nvim_get_current_buf()
local client_id = vim.lsp.start_client({
  name = "lift",
  cmd = vim.split(vim.env.LIFT_TEST_COMMAND, "\n"),
  root_dir = vim.fn.getcwd(),
  init_options = { trusted = true, settings = vim.empty_dict() },
})
if not client_id then fail("the server does not start") end
vim.bo[buffer].filetype = "lift"
vim.lsp.buf_attach_client(buffer, client_id)
until_true("the server", function() return vim.lsp.get_client_by_id(client_id).initialized end)
local client = vim.lsp.get_client_by_id(client_id)

local function code_of(diagnostic)
  local from_server = diagnostic.user_data and diagnostic.user_data.lsp or {}
  return diagnostic.code or from_server.code
end

local function has(code)
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if code_of(diagnostic) == code then return true end
  end
  return false
end

local function ask(method, params)
  local reply = client.request_sync(method, params, patience, buffer)
  if not reply or reply.err then fail(method .. ": " .. vim.inspect(reply and reply.err)) end
  return reply.result
end

local function place()
  return { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = 0, character = 0 } }
end

local function choose(start)
  local params = place()
  params.range = { start = params.position, ["end"] = params.position }
  params.context = { diagnostics = vim.empty_dict() }
  params.context.diagnostics = {}
  for _, action in ipairs(ask("textDocument/codeAction", params) or {}) do
    if vim.startswith(action.title, start) then
      if not action.edit then action = ask("codeAction/resolve", action) end
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
      return
    end
  end
  fail("no action begins with " .. start)
end

vim.cmd("write")
until_true("the question", function() return has("LIFT110") end)
local hover = ask("textDocument/hover", place())
if not hover or not hover.contents.value:find("def factorial", 1, true) then fail("hover: " .. vim.inspect(hover)) end
choose("`factorial(-1)`: ")
until_true("the answer", function() return has("LIFT105") and not has("LIFT110") end)
choose("Insert `factorial`")
vim.cmd("wall")
until_true("the end of the offer", function() return not has("LIFT105") end)
vim.lsp.stop_client(client_id)
until_true("the server's end", function() return client.is_stopped() end)
vim.cmd("qall!")
